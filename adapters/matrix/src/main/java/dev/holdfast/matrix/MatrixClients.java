// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.ClientFactory;
import dev.holdfast.Identity;
import dev.holdfast.RestoreException;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.matrix.trixnity.Credentials;
import dev.holdfast.matrix.trixnity.Engine;
import dev.holdfast.matrix.trixnity.Settings;
import dev.holdfast.matrix.trixnity.StoreTrouble;
import dev.holdfast.matrix.trixnity.TrixnityClient;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.storage.HoldfastException;
import java.net.URI;
import java.time.Duration;

/**
 * Signs in to Matrix, and restores what was signed in: the factory of {@link MatrixClient} for a session manager.
 *
 * <p>Tokens lie in the session alone, sealed; they are exchanged through {@link SessionHandle#refresh}, so that none is used
 * before it is durable. The store's key is derived from the account's, and gone with them. Immutable; safe for use by any number of threads.
 */
public final class MatrixClients implements ClientFactory<MatrixClient> {

    private final Settings settings;

    private MatrixClients(Settings settings) {
        this.settings = settings;
    }

    /**
     * Clients that all show as devices of this name.
     *
     * @param deviceName what the user's list of devices shows, such as "Example Chat"
     */
    public static MatrixClients of(String deviceName) {
        return new MatrixClients(Settings.of(deviceName));
    }

    /**
     * The same, with another bound for the one question that a restore asks the server: whether it knows the session still.
     * No answer is none, and the client starts offline.
     *
     * @param atMost 3 s by default; zero: not to ask
     */
    public MatrixClients asking(Duration atMost) {
        return new MatrixClients(settings.withQuestion(atMost));
    }

    /**
     * The same, with another bound for the pictures and files that are kept here although the server has them: the oldest
     * give way. What is not sent yet is kept whatever it takes.
     *
     * @param bytes 256 MiB by default
     */
    public MatrixClients keepingMedia(long bytes) {
        return new MatrixClients(settings.withMedia(bytes));
    }

    /**
     * Signs in with a password; for {@link dev.holdfast.SessionManager#signIn}. A known account goes on as the device that it
     * was, with its store, if that can be opened; else as a new one.
     *
     * @param homeserver such as {@code https://matrix.org}; where its well-known file points elsewhere, that is used
     * @param user such as {@code alice} or {@code @alice:example.org}
     * @param password stays the caller's
     * @throws HoldfastException HF-0801 if the server cannot be reached, HF-0802 if it is none of Matrix, HF-0803 if it does
     *     not accept the password, HF-0804 if it cannot be trusted, HF-0805 if it refuses for another reason, HF-0807 if another
     *     user is meant than the known account's; nothing has changed on this machine then, and nothing runs. But once the server
     *     has let a known account's user in, the tokens that the account had are worth nothing, whatever fails afterwards: sign
     *     in again. Its device stays at the server, with what others have sent to it, and that sign-in goes on as it
     */
    public MatrixClient logIn(SessionHandle handle, URI homeserver, String user, SecretString password) {
        return Engine.logIn(handle, Credentials.password(homeserver, user, password), settings);
    }

    /**
     * Signs in with a login token, as a single sign-on ends with one; else as {@link #logIn}.
     *
     * @param token stays the caller's
     */
    public MatrixClient logInWithToken(SessionHandle handle, URI homeserver, SecretString token) {
        return Engine.logIn(handle, Credentials.token(homeserver, token), settings);
    }

    /**
     * Restores a client. Works offline.
     *
     * @throws RestoreException if the server says that it knows the session no more, or if the store is older than the session,
     *     was made with another key, is in use, or cannot be read; nothing of it has changed then
     * @throws HoldfastException HF-0809 if the session is none of Matrix, and what else opening the store throws; nothing is
     *     deleted then
     */
    @Override
    public MatrixClient rebuild(SessionHandle handle) throws RestoreException {
        TrixnityClient client = opened(handle);
        try {
            if (client.isRevoked(settings.question())) {
                throw RestoreException.revoked();
            }
            return client;
        } catch (Throwable e) {
            client.close();
            throw e;
        }
    }

    private TrixnityClient opened(SessionHandle handle) throws RestoreException {
        try {
            return Engine.restore(handle, settings);
        } catch (HoldfastException e) {
            RestoreException why = reason(e);
            why.initCause(e);
            throw why;
        }
    }

    /** As a person needs to know it; what that is not is thrown as it is. */
    private static RestoreException reason(HoldfastException e) {
        return switch (StoreTrouble.of(e)) {
            case WRONG_KEY -> RestoreException.wrongKey();
            case ROLLED_BACK -> RestoreException.storeRolledBack();
            case IN_USE -> RestoreException.inUse();
            case UNREADABLE -> RestoreException.unreadable();
            case OTHER -> throw e;
        };
    }

    @Override
    public Identity describe(MatrixClient client) {
        return new Identity(client.user(), ((TrixnityClient) client).session());
    }

    /**
     * Ends the session at the server, with it the device and its keys there.
     *
     * @throws HoldfastException HF-0801 if the server cannot be reached, HF-0805 if it refuses
     */
    @Override
    public void revoke(Session session) {
        Engine.revoke(session);
    }

    @Override
    public void close(MatrixClient client) {
        ((TrixnityClient) client).close();
    }
}
