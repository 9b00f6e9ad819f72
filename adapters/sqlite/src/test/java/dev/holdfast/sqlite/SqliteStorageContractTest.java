// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.Storage;
import dev.holdfast.testkit.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStorageContractTest extends StorageContract {

    @TempDir
    private Path place;

    @Override
    protected Storage open() {
        return SqliteStorage.at(place.resolve("storage"));
    }
}
