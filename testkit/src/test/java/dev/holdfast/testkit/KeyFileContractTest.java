// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.storage.FileStorage;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Keys in real files, beside the home that the suite makes. */
final class KeyFileContractTest extends VaultProviderContract {

    @TempDir
    private Path place;

    private final Map<String, FaultyStorage> disks = new ConcurrentHashMap<>();
    private volatile boolean broken;

    @Override
    protected KeyProviderFactory factory() {
        return new OnDisk(KeyProviders.keyFile());
    }

    @Override
    protected void makeUnavailable() {
        broken = true;
        disks.values().forEach(KeyFileContractTest::breakDown);
    }

    private static void breakDown(FaultyStorage disk) {
        disk.onEveryCall(Operation.values()).failBefore();
    }

    @AfterEach
    void closeTheDisks() {
        disks.values().forEach(FaultyStorage::close);
    }

    private final class OnDisk implements KeyProviderFactory {

        private final KeyProviderFactory inner;

        OnDisk(KeyProviderFactory inner) {
            this.inner = inner;
        }

        @Override
        public String id() {
            return inner.id();
        }

        @Override
        public ProtectionLevel level() {
            return inner.level();
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            return inner.open(new ProviderHome(home.appId(), disks.computeIfAbsent(home.appId(), this::disk)));
        }

        private FaultyStorage disk(String app) {
            FaultyStorage disk = FaultyStorage.over(FileStorage.at(place.resolve(app)));
            if (broken) {
                breakDown(disk);
            }
            return disk;
        }
    }
}
