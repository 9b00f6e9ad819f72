// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.InvalidNameException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A session that another program, or an earlier release of the app, kept in a file as plain text, for
 * {@link SessionManager#importFrom}. It names the file and holds nothing of what is in it. Immutable.
 */
public final class SessionFile {

    private static final String STORE = "db";

    /** Whether a session is worth anything without its database. */
    enum Database {
        REQUIRED,
        OPTIONAL
    }

    private final Path path;
    private final Path databases;
    private final Optional<String> user;
    private final String store;
    private final Database database;

    private SessionFile(Path path, Path databases, Optional<String> user, String store, Database database) {
        this.path = path;
        this.databases = databases;
        this.user = user;
        this.store = store;
        this.database = database;
    }

    /**
     * A file that holds what the seed's {@code ClientSessionPersisted} is saved as: {@code homeserver}, {@code db_path},
     * {@code passphrase}.
     *
     * @param databases the directory below which the database lies, such as the old app's data directory; a
     *     {@code db_path} that is relative begins here, and of one that is not, the longest tail that leads to something
     *     here counts
     * @param user whose session it is, by the id that the server gives: the file does not say
     * @throws HoldfastException HF-0545 if the user is empty
     */
    public static SessionFile ofClientSession(Path path, Path databases, String user) {
        if (user.isEmpty()) {
            throw ImportProblems.empty(path, "the user");
        }
        return new SessionFile(path, databases, Optional.of(user), STORE, Database.REQUIRED);
    }

    /**
     * A file that holds a {@code FullSession} of matrix-rust-sdk's example, or Robrix's: {@code client_session} with the
     * three fields of {@link #ofClientSession}, and {@code user_session} with {@code user_id}, {@code device_id} and
     * {@code access_token}, within another {@code user_session} if it is one of OAuth.
     *
     * @param databases as for {@link #ofClientSession}
     */
    public static SessionFile ofFullSession(Path path, Path databases) {
        return new SessionFile(path, databases, Optional.empty(), STORE, Database.REQUIRED);
    }

    /**
     * The same, with another name for the account's store that the database becomes; {@code db} at first.
     *
     * @throws InvalidNameException if it is not 1 to 64 letters, digits, dots, hyphens, underscores
     */
    public SessionFile intoStore(String name) {
        return new SessionFile(path, databases, user, Session.storeName(name), database);
    }

    /**
     * The same, for an app whose client makes its database anew: where there is none the session is imported without a
     * store. With end-to-end encryption that loses the device's keys for good.
     */
    public SessionFile evenWithoutDatabase() {
        return new SessionFile(path, databases, user, store, Database.OPTIONAL);
    }

    Path path() {
        return path;
    }

    Path databases() {
        return databases;
    }

    /** Empty if the file says so itself. */
    Optional<String> user() {
        return user;
    }

    String store() {
        return store;
    }

    boolean requiresDatabase() {
        return database == Database.REQUIRED;
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "SessionFile[" + path + "]";
    }
}
