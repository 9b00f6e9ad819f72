// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SealedFileStorageContractTest extends StorageContract {

    @TempDir
    private Path place;

    @Override
    protected Storage open() {
        return Sealing.over(FileStorage.at(place.resolve("home")));
    }
}
