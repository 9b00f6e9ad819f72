// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FairMutexTest {

    private final AtomicLong time = new AtomicLong();
    private final FairMutex mutex = new FairMutex();

    @Test
    void waitersGetItInTheOrderOfTheirComing() throws InterruptedException {
        assertThat(mutex.acquire(deadline())).isTrue();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            threads.add(startAndAwaitParking(() -> {
                mutex.acquire(deadline());
                order.add(number);
                mutex.release();
            }));
        }
        mutex.release();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void anInterruptCostsNeitherTheWaitNorTheFlag() throws InterruptedException {
        mutex.acquire(deadline());
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        Thread waiter = startAndAwaitParking(() -> {
            seen.add(mutex.acquire(deadline()));
            seen.add(Thread.currentThread().isInterrupted());
        });
        waiter.interrupt();
        mutex.release();
        waiter.join();
        assertThat(seen).containsExactly(true, true);
    }

    @Test
    void whoComesAfterTheDeadlineIsTurnedAwayAndLeavesTheQueue() {
        mutex.acquire(deadline());
        Deadline over = deadline();
        time.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(mutex.acquire(over)).isFalse();
        mutex.release();
        assertThat(mutex.acquire(deadline())).isTrue();
    }

    private Deadline deadline() {
        return new Deadline(Duration.ofHours(1), time::get, new Random(1));
    }

    private static Thread startAndAwaitParking(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
