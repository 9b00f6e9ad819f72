// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LazyTest {

    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void nothingIsLoadedBeforeItIsAskedFor() {
        Lazy<Integer> lazy = Lazy.of(loads::incrementAndGet);

        assertThat(loads).hasValue(0);
        assertThat(lazy.get()).isEqualTo(1);
        assertThat(lazy.get()).isEqualTo(1);
    }

    @Test
    void sixtyFourThreadsLoadOnce() throws InterruptedException {
        Lazy<Integer> lazy = Lazy.of(() -> {
            int load = loads.incrementAndGet();
            release.await();
            return load;
        });
        Crowd<Integer> crowd = Crowd.of(64, lazy::get);
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results()).hasSize(64).containsOnly(1);
        assertThat(loads).hasValue(1);
    }

    @Test
    void afterAFailureThoseWhoWaitedTryInTurnUntilOneSucceeds() throws InterruptedException {
        AtomicInteger atOnce = new AtomicInteger();
        Lazy<String> lazy = Lazy.of(() -> {
            assertThat(atOnce.incrementAndGet()).isEqualTo(1);
            int load = loads.incrementAndGet();
            release.await();
            atOnce.decrementAndGet();
            if (load <= 5) {
                throw new IOException("load " + load);
            }
            return "loaded by " + load;
        });
        Crowd<String> crowd = Crowd.of(64, () -> valueOrFailure(lazy));
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results())
                .contains(failure(1), failure(2), failure(3), failure(4), failure(5))
                .filteredOn("loaded by 6"::equals)
                .hasSize(59);
        assertThat(loads).hasValue(6);
    }

    private static String failure(int load) {
        return "java.io.IOException: load " + load;
    }

    private static String valueOrFailure(Lazy<String> lazy) {
        try {
            return lazy.get();
        } catch (LoadException e) {
            return String.valueOf(e.getCause());
        }
    }

    @Test
    void anUncheckedExceptionOrErrorIsThrownAsItIs() {
        RuntimeException exception = new IllegalArgumentException();
        Error error = new StackOverflowError();

        assertThatThrownBy(Lazy.of(() -> {
                    throw exception;
                })::get)
                .isSameAs(exception);
        assertThatThrownBy(Lazy.of(() -> {
                    throw error;
                })::get)
                .isSameAs(error);
    }

    @Test
    void aCheckedExceptionIsWrappedWithoutItsText() {
        IOException cause = new IOException("the secret that was being read");

        assertThatThrownBy(Lazy.of(() -> {
                    throw cause;
                })::get)
                .isInstanceOf(LoadException.class)
                .hasCause(cause)
                .hasMessageStartingWith("HF-0401: the loader threw java.io.IOException.")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aLoaderThatReturnsNullFailsAndIsTriedAgain() {
        AtomicReference<@Nullable String> source = new AtomicReference<>();
        Lazy<String> lazy = Lazy.of(source::get);

        assertThatThrownBy(lazy::get).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("HF-0403");
        source.set("there");
        assertThat(lazy.get()).isEqualTo("there");
    }

    @Test
    void aLoaderThatAsksForItselfIsToldSo() {
        AtomicReference<Supplier<String>> self = new AtomicReference<>(() -> "never");
        Lazy<String> lazy = Lazy.of(() -> self.get().get());
        self.set(lazy::get);

        assertThatThrownBy(lazy::get).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("HF-0402");
        self.set(() -> "mended");
        assertThat(lazy.get()).isEqualTo("mended");
    }

    @Test
    void anInterruptOfThoseWhoWaitLosesNeitherTheValueNorTheFlag() throws InterruptedException {
        Lazy<String> lazy = Lazy.of(() -> {
            awaitUninterruptibly(release);
            return "value";
        });
        Crowd<String> crowd = Crowd.of(8, () -> lazy.get() + " " + Thread.interrupted());
        crowd.awaitAllWaiting();
        crowd.threads().forEach(Thread::interrupt);
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results()).containsOnly("value true");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLoaderThatGaveUpOnAnInterruptLeavesTheFlag() {
        Lazy<String> lazy = Lazy.of(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(lazy::get).isInstanceOf(LoadException.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void afterInvalidateTheValueIsLoadedAnew() {
        Lazy<Integer> lazy = Lazy.of(loads::incrementAndGet);
        lazy.get();
        lazy.invalidate();

        assertThat(lazy.get()).isEqualTo(2);
    }

    @Test
    void aLoadUnderWayWhenInvalidatedServesItsCallerAndIsNotStored() throws InterruptedException {
        Lazy<Integer> lazy = Lazy.of(() -> {
            int load = loads.incrementAndGet();
            if (load == 1) {
                release.await();
            }
            return load;
        });
        Crowd<Integer> early = Crowd.of(1, lazy::get);
        early.awaitAllWaiting();
        lazy.invalidate();

        assertThat(lazy.get()).as("does not wait for the load of before").isEqualTo(2);
        release.countDown();
        assertThat(early.results()).containsExactly(1);
        assertThat(lazy.get()).isEqualTo(2);
    }

    @Test
    void thoseWhoWaitWhenInvalidatedGetWhatIsLoadedAfterwards() throws InterruptedException {
        Lazy<Integer> lazy = Lazy.of(() -> {
            int load = loads.incrementAndGet();
            release.await();
            return load;
        });
        Crowd<Integer> crowd = Crowd.of(16, lazy::get);
        crowd.awaitAllWaiting();
        lazy.invalidate();
        release.countDown();

        assertThat(crowd.results())
                .containsOnlyOnce(1)
                .filteredOn(value -> value == 2)
                .hasSize(15);
    }

    @Test
    void itsTextNeverShowsTheValue() {
        Lazy<String> lazy = Lazy.of(() -> "secret");

        assertThat(lazy).hasToString("Lazy[not loaded]");
        lazy.get();
        assertThat(lazy).hasToString("Lazy[loaded]");
    }
}
