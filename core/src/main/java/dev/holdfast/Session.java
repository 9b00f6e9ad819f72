// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.storage.InvalidNameException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What rebuilds a client: where it talks to, which of the account's local stores it uses and under which passphrase, and
 * whatever else it needs to be itself again (tokens, device ids), which Holdfast does not look into. Immutable; shows no
 * secret.
 */
public final class Session {

    private static final Pattern STORE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final URI endpoint;
    private final SecretBytes clientData;
    private final @Nullable String store;
    private final @Nullable SecretString passphrase;

    private Session(URI endpoint, SecretBytes clientData, @Nullable String store, @Nullable SecretString passphrase) {
        this.endpoint = endpoint;
        this.clientData = clientData;
        this.store = store;
        this.passphrase = passphrase;
    }

    /**
     * A session without a local store.
     *
     * @param endpoint the server that it belongs to
     * @param clientData opaque: what the client needs to go on
     */
    public static Session of(URI endpoint, SecretBytes clientData) {
        return new Session(endpoint, clientData, null, null);
    }

    /**
     * The same session with a local store, which has to be there before the client is rebuilt.
     *
     * @param name what the client asked {@link SessionHandle#store} for; a name and not a path, so the home can move
     * @throws InvalidNameException if it is not 1 to 64 letters, digits, dots, hyphens, underscores
     */
    public Session withStore(String name) {
        return new Session(endpoint, clientData, storeName(name), passphrase);
    }

    /** The same session with the passphrase of its local store. */
    public Session withPassphrase(SecretString secret) {
        return new Session(endpoint, clientData, store, secret);
    }

    /** The same session with other client data: new tokens, after a refresh. */
    public Session withClientData(SecretBytes data) {
        return new Session(endpoint, data, store, passphrase);
    }

    /** The server that it belongs to. */
    public URI endpoint() {
        return endpoint;
    }

    /** What the client needs to go on. */
    public SecretBytes clientData() {
        return clientData;
    }

    /** The name of its local store. */
    public Optional<String> store() {
        return Optional.ofNullable(store);
    }

    /** The passphrase of its local store. */
    public Optional<SecretString> passphrase() {
        return Optional.ofNullable(passphrase);
    }

    /** Whether both hold the same, secrets compared in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Session that
                && endpoint.equals(that.endpoint)
                && clientData.equals(that.clientData)
                && store().equals(that.store())
                && passphrase().equals(that.passphrase());
    }

    @Override
    public int hashCode() {
        return endpoint.hashCode();
    }

    /** The endpoint's host alone: user information, path and query may be secret. */
    @Override
    public String toString() {
        return "Session[" + endpoint.getScheme() + "://" + endpoint.getHost() + "]";
    }

    static String storeName(String name) {
        if (!STORE.matcher(name).matches()) {
            throw new InvalidNameException("a store is named by 1 to 64 letters, digits, dots, hyphens, underscores");
        }
        return name;
    }
}
