// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Storage;

final class FaultyStorageContractTest extends StorageContract {

    private MemoryStorage memory = new MemoryStorage();

    @Override
    protected Storage open() {
        memory = memory.reopen();
        return FaultyStorage.over(memory);
    }
}
