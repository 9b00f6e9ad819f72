// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import dev.holdfast.secrets.SecretString;
import java.net.URI;
import java.util.Optional;

/**
 * What a log-in shows the server.
 *
 * @param homeserver the server
 * @param user who; empty if the secret says it
 * @param secret a password, or a login token
 */
public record Credentials(URI homeserver, Optional<String> user, SecretString secret) {

    /** A user's password. */
    public static Credentials password(URI homeserver, String user, SecretString password) {
        return new Credentials(homeserver, Optional.of(user), password);
    }

    /** What a single sign-on ends with. */
    public static Credentials token(URI homeserver, SecretString token) {
        return new Credentials(homeserver, Optional.empty(), token);
    }
}
