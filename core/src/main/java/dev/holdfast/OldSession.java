// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.net.URI;
import java.util.Optional;

/**
 * What a session file holds.
 *
 * @param database where its database is, as the file has it
 * @param clientData the file's JSON without the fields that have a place of their own
 */
record OldSession(String user, URI endpoint, String database, SecretString passphrase, SecretBytes clientData) {

    Session session(Optional<String> store) {
        Session bare = Session.of(endpoint, clientData).withPassphrase(passphrase);
        return store.map(bare::withStore).orElse(bare);
    }

    /** The endpoint's host alone. */
    @Override
    public String toString() {
        return "OldSession[" + endpoint.getHost() + "]";
    }
}
