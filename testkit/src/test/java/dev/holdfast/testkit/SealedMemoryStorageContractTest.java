// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Storage;

final class SealedMemoryStorageContractTest extends StorageContract {

    private MemoryStorage storage = new MemoryStorage();

    @Override
    protected Storage open() {
        storage = storage.reopen();
        return Sealing.over(storage);
    }
}
