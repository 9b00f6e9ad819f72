// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileStorageContractTest extends StorageContract {

    @TempDir
    private Path place;

    @Override
    protected Storage open() {
        return FileStorage.at(place.resolve("home"));
    }
}
