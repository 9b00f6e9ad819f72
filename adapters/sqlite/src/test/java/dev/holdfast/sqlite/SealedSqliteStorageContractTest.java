// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.testkit.StorageContract;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class SealedSqliteStorageContractTest extends StorageContract {

    private static final Scope OWNER = Scope.of("owner");

    @TempDir
    private Path place;

    @Override
    protected Storage open() {
        Storage raw = SqliteStorage.at(place.resolve("storage"));
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
