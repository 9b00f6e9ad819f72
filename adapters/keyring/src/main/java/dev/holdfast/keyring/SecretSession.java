// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.net.ProtocolException;
import java.util.Optional;

/**
 * Through which secrets travel.
 *
 * @param path the service's name for it
 * @param key empty if the service knows of none
 */
record SecretSession(String path, Optional<SessionKey> key) {

    Transferred seal(byte[] secret) {
        return key.map(it -> it.seal(secret)).orElseGet(() -> new Transferred(new byte[0], secret.clone()));
    }

    /** The caller's to wipe; what was transferred is wiped. */
    byte[] unseal(Transferred transferred) throws ProtocolException {
        try {
            return key.isPresent()
                    ? key.get().unseal(transferred)
                    : transferred.value().clone();
        } finally {
            transferred.wipe();
        }
    }
}
