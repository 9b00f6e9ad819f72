// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Puts a seal over a storage whose contract is tried, with keys that the storage keeps for its next opening. */
final class Sealing {

    private static final Scope OWNER = Scope.of("owner");

    private Sealing() {}

    static Storage over(Storage raw) {
        try (KeyManager manager = KeyManager.of(
                "org.example.contract",
                raw,
                List.of(KeyProviders.keyFile()),
                ProtectionLevel.FILE_KEY,
                Clock.systemUTC(),
                new SecureRandom())) {
            raw.create(OWNER);
            return (manager.keys(OWNER).isEmpty() ? manager.create(OWNER) : manager.open(OWNER)).seal(raw);
        }
    }
}
