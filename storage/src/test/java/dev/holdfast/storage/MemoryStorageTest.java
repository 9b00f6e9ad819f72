// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.Replacement.Replaced;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is the memory's own; the contract suite of the testkit tries the rest. */
final class MemoryStorageTest {

    private static final BlobName BLOB = Scope.HOME.blob("blob");
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private final MemoryStorage storage = new MemoryStorage(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void threeGenerationsAreKeptBesidesThePinnedOnes() {
        Revision pinned = put(1);
        storage.pin(BLOB, pinned);
        put(2);
        Revision third = put(3);
        Revision fourth = put(4);
        Revision fifth = put(5);
        put(6);
        assertThat(storage.history(BLOB))
                .extracting(Generation::revision)
                .containsExactly(fifth, fourth, third, pinned);
    }

    @Test
    void theTimeOfAWriteIsTheClocks() {
        Revision first = put(1);
        put(2);
        assertThat(storage.read(BLOB).orElseThrow().modified()).isEqualTo(NOW);
        assertThat(storage.history(BLOB)).containsExactly(new Generation(first, NOW, false));
    }

    @Test
    void whatWasSetAsideIsKeptByteForByte() {
        Revision first = put(1);
        storage.setAside(BLOB, first);
        Revision second = put(2);
        put(3);
        storage.setAside(BLOB, second);
        List<Stored> quarantine = storage.quarantine(BLOB);
        assertThat(quarantine).extracting(Stored::revision).containsExactly(first, second);
        assertThat(quarantine).extracting(Stored::bytes).containsExactly(new byte[] {1}, new byte[] {2});
    }

    @Test
    void quarantineOutlivesDeletionAndEndsWithTheScope() {
        Scope scope = Scope.of("scope");
        BlobName blob = scope.blob("blob");
        storage.create(scope);
        storage.setAside(blob, revision(storage.replace(blob, Revision.ABSENT, new byte[1], Durability.DURABLE)));
        storage.delete(blob, Revision.ABSENT);
        assertThat(storage.quarantine(blob)).hasSize(1);
        storage.purge(scope);
        assertThat(storage.quarantine(blob)).isEmpty();
    }

    @Test
    void reopeningClosesAndKeepsWhatIsStored() {
        put(1);
        assertThat(storage.lease(Scope.HOME, "run", LeaseMode.EXCLUSIVE, Duration.ZERO))
                .isPresent();
        MemoryStorage next = storage.reopen();
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(() -> storage.read(BLOB));
        assertThat(next.read(BLOB).orElseThrow().bytes()).containsExactly(1);
        assertThat(next.lease(Scope.HOME, "run", LeaseMode.EXCLUSIVE, Duration.ZERO))
                .isPresent();
    }

    @Test
    void whoWaitsForALeaseIsToldThatTheStorageWasClosed() throws InterruptedException {
        assertThat(storage.lease(Scope.HOME, "run", LeaseMode.EXCLUSIVE, Duration.ZERO))
                .isPresent();
        String[] code = new String[1];
        Thread waiting = new Thread(() -> {
            try {
                storage.lease(Scope.HOME, "run", LeaseMode.SHARED, Duration.ofSeconds(Long.MAX_VALUE));
            } catch (HoldfastException e) {
                code[0] = e.code();
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        storage.close();
        waiting.join();
        assertThat(code).containsExactly("HF-0101");
    }

    private Revision put(int content) {
        byte[] bytes = {(byte) content};
        return revision(storage.replace(BLOB, storage.revision(BLOB), bytes, Durability.DURABLE));
    }

    private static Revision revision(Replacement replacement) {
        return ((Replaced) replacement).revision();
    }
}
