// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Watch;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Hints. They may come late, twice or for nothing, so a sentence waits for one and never for their number. */
abstract class WatchContract extends ContractPart {

    private static final long SECONDS = 30;

    private final BlockingQueue<BlobName> hints = new LinkedBlockingQueue<>();

    WatchContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void aNewBlobIsHintedAt() throws Exception {
        storage().watch(scope(), hints::add);
        put(blob(), "content");
        awaitHint(hints, blob());
    }

    @Test
    void aReplacedBlobIsHintedAt() throws Exception {
        put(blob(), "first");
        storage().watch(scope(), hints::add);
        put(blob(), "second");
        awaitHint(hints, blob());
    }

    @Test
    void aDeletedBlobIsHintedAt() throws Exception {
        Revision first = put(blob(), "first");
        storage().watch(scope(), hints::add);
        storage().delete(blob(), first);
        awaitHint(hints, blob());
    }

    @Test
    void aBlobSetAsideIsHintedAt() throws Exception {
        Revision first = put(blob(), "first");
        storage().watch(scope(), hints::add);
        storage().setAside(blob(), first);
        awaitHint(hints, blob());
    }

    @Test
    void whoFollowsAHintSeesTheChange() throws Exception {
        BlockingQueue<BlobName> changed = new LinkedBlockingQueue<>();
        storage().watch(scope(), name -> text(name).filter("content"::equals).ifPresent(text -> changed.add(name)));
        put(blob(), "content");
        awaitHint(changed, blob());
    }

    @Test
    void hintsAreOfTheWatchedScope() throws Exception {
        Scope other = Scope.of("accounts", "other");
        storage().create(other);
        storage().watch(scope(), hints::add);
        put(other.blob("blob"), "content");
        put(blob(), "content");
        assertThat(awaitHint(hints, blob())).allMatch(name -> name.scope().equals(scope()));
    }

    @Test
    void everyWatchHearsOfAChange() throws Exception {
        BlockingQueue<BlobName> others = new LinkedBlockingQueue<>();
        storage().watch(scope(), hints::add);
        storage().watch(scope(), others::add);
        put(blob(), "content");
        awaitHint(hints, blob());
        awaitHint(others, blob());
    }

    @Test
    void aClosedWatchHearsNothing() throws Exception {
        BlockingQueue<BlobName> others = new LinkedBlockingQueue<>();
        Watch closed = storage().watch(scope(), hints::add);
        closed.close();
        closed.close();
        storage().watch(scope(), others::add);
        put(blob(), "content");
        awaitHint(others, blob());
        assertThat(hints).isEmpty();
    }

    @Test
    void hintsComeOnAThreadOfTheStorage() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        storage().watch(scope(), name -> threads.add(Thread.currentThread()));
        put(blob(), "content");
        Thread thread = threads.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(thread).isNotNull().isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
    }

    @Test
    void aWatcherThatFailsIsToldOfTheNextChangeAllTheSame() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        storage().watch(scope(), name -> {
            hints.add(name);
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("the first hint");
            }
        });
        put(blob(), "first");
        awaitHint(hints, blob());
        put(scope().blob("other"), "second");
        awaitHint(hints, scope().blob("other"));
    }

    /** The hints that came before it as well. */
    private static Set<BlobName> awaitHint(BlockingQueue<BlobName> hints, BlobName expected)
            throws InterruptedException {
        Set<BlobName> seen = new HashSet<>();
        while (!seen.contains(expected)) {
            BlobName hint = hints.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(hint).as("a hint within %s s", SECONDS).isNotNull();
            seen.add(hint);
        }
        return seen;
    }
}
