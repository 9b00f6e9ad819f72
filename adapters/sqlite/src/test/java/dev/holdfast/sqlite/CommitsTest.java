// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.ClosedException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Conflict;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that are made on purpose: the first change waits until all the others have come. */
class CommitsTest {

    private static final BlobName BLOB = Scope.HOME.blob("blob");
    private final StorageException unknown = new StorageException(
            new Problem("HF-0000", "a test", null, "unknown", "none"), State.UNKNOWN, new IOException());

    @TempDir
    private Path place;

    private Place directory;
    private Sql sql;
    private int groups;
    private Optional<HoldfastException> failure = Optional.empty();
    private Commits commits;

    @BeforeEach
    void open() {
        directory = Place.open(place);
        sql = Sql.open(directory.database("blobs.db"), Duration.ZERO);
        Transactions.run(sql, () -> BlobLayout.LAYOUT.create(sql));
        commits = new Commits(this::transact, () -> new ClosedException("test"));
    }

    @AfterEach
    void close() {
        sql.close();
        directory.close();
    }

    private void transact(Consumer<BlobWrites> changes) {
        groups++;
        Transactions.run(sql, () -> changes.accept(new BlobWrites(sql, 3)));
        failure.ifPresent(why -> {
            throw why;
        });
    }

    @Test
    void eachOfAGroupIsComparedByItself() {
        List<CompletableFuture<Replacement>> done = together(List.of(
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0),
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0),
                writes -> writes.replace(Scope.HOME.blob("other"), Revision.ABSENT, new byte[1], 0)));
        assertThat(groups).as("the one that waited, and all others").isEqualTo(2);
        assertThat(done.subList(0, 2).stream().map(CompletableFuture::join))
                .hasAtLeastOneElementOfType(Replaced.class)
                .contains(new Conflict());
        assertThat(done.get(2).join()).isInstanceOf(Replaced.class);
    }

    @Test
    void aRefusalIsOfOneAndTheOthersAreCommitted() {
        BlobName gone = Scope.of("accounts", "gone").blob("blob");
        List<CompletableFuture<Replacement>> done = together(List.of(
                writes -> writes.replace(gone, Revision.ABSENT, new byte[1], 0),
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0)));
        assertThat(groups).isEqualTo(2);
        assertCause(done.get(0), ScopeGoneException.class);
        assertThat(done.get(1).join()).isInstanceOf(Replaced.class);
    }

    @Test
    void whenOneFailsTheOthersAreCommittedOneByOne() {
        List<CompletableFuture<Replacement>> done = together(List.of(
                writes -> {
                    writes.replace(Scope.HOME.blob("half"), Revision.ABSENT, new byte[1], 0);
                    throw new IllegalStateException("a defect");
                },
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0)));
        assertCause(done.get(0), IllegalStateException.class);
        assertThat(done.get(1).join()).isInstanceOf(Replaced.class);
        assertThat(groups).isEqualTo(4);
        assertThat(new BlobReads(sql, 10).list(Scope.HOME)).containsExactly(BLOB);
    }

    @Test
    void whatMayHaveHappenedIsNotTriedAgain() {
        failure = Optional.of(unknown);
        List<CompletableFuture<Replacement>> done = together(List.of(
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0),
                writes -> writes.replace(Scope.HOME.blob("other"), Revision.ABSENT, new byte[1], 0)));
        assertThat(groups).isEqualTo(2);
        assertThat(done).allSatisfy(each -> assertCause(each, StorageException.class));
    }

    @Test
    void whoKeepsTheLockIsWaitedForOnceAndNotByEachOfAGroup() {
        failure = Optional.of(new BusyException(new Problem("HF-0000", "a test", null, "unchanged", "none")));
        List<CompletableFuture<Replacement>> done = together(List.of(
                writes -> writes.replace(BLOB, Revision.ABSENT, new byte[1], 0),
                writes -> writes.replace(Scope.HOME.blob("other"), Revision.ABSENT, new byte[1], 0)));
        assertThat(groups).isEqualTo(2);
        assertThat(done).allSatisfy(each -> assertCause(each, BusyException.class));
    }

    @Test
    void onceClosedNothingIsMade() {
        assertThat(commits.close()).isTrue();
        assertThat(commits.close()).isFalse();
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> commits.run(writes -> true));
        assertThat(groups).isZero();
    }

    private static void assertCause(CompletableFuture<Replacement> future, Class<? extends Throwable> cause) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .withCauseInstanceOf(cause);
    }

    private List<CompletableFuture<Replacement>> together(List<Function<BlobWrites, Replacement>> changes) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        Thread first = new Thread(() -> runQuietly(begun, all));
        first.start();
        await(begun);
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<Replacement>> done = new ArrayList<>();
        for (Function<BlobWrites, Replacement> change : changes) {
            CompletableFuture<Replacement> future = new CompletableFuture<>();
            done.add(future);
            Thread thread = new Thread(() -> future.completeAsync(() -> commits.run(change), Runnable::run));
            threads.add(thread);
            thread.start();
        }
        while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        all.countDown();
        threads.forEach(CommitsTest::join);
        join(first);
        return done;
    }

    private void runQuietly(CountDownLatch begun, CountDownLatch all) {
        try {
            commits.run(writes -> {
                begun.countDown();
                await(all);
                return true;
            });
        } catch (HoldfastException e) {
            assertThat(failure).containsSame(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
