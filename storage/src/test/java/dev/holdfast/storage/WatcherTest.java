// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {

    private static final BlobName FIRST = Scope.HOME.blob("first");
    private static final BlobName SECOND = Scope.HOME.blob("second");

    @TempDir
    private Path place;

    @Test
    void aListenerThatFailsInAnyWayIsToldOfTheNextChangeToo() throws InterruptedException {
        BlockingQueue<BlobName> hints = new LinkedBlockingQueue<>();
        try (FileStorage storage = FileStorage.at(place.resolve("home"))) {
            storage.watch(Scope.HOME, name -> {
                hints.add(name);
                throw new AssertionError("a listener's own");
            });
            create(storage, FIRST);
            assertThat(hints.poll(10, TimeUnit.SECONDS)).isEqualTo(FIRST);
            create(storage, SECOND);
            assertThat(hints.poll(10, TimeUnit.SECONDS)).isEqualTo(SECOND);
        }
    }

    private static void create(Storage storage, BlobName name) {
        storage.replace(name, Revision.ABSENT, new byte[1], Durability.DURABLE);
    }
}
