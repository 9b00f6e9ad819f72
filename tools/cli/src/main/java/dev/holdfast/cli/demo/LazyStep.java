// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.cache.Lazy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a crowd of threads ask for one lazy value at the same moment. */
final class LazyStep implements Step {

    private static final int THREADS = 64;

    @Override
    public String name() {
        return "lazy";
    }

    @Override
    public String title() {
        return "A lazy value is loaded once under " + THREADS + " threads";
    }

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        try (Holdfast app = stage.open()) {
            Lazy<Draft> lazy = Lazy.of(() -> {
                loads.incrementAndGet();
                return app.account(DemoApp.USER).document(Draft.SCHEMA).load().value();
            });
            findings.claim("nothing is loaded before it is needed", 0, loads.get());
            List<Draft> given = askAtOnce(lazy);
            Set<Draft> instances = Collections.newSetFromMap(new IdentityHashMap<>());
            instances.addAll(given);
            findings.note("%d threads were given %d instance(s) after %d load(s)"
                    .formatted(given.size(), instances.size(), loads.get()));
            findings.claim("every thread is given a value", THREADS, given.size());
            findings.claim("all are given the same instance", 1, instances.size());
            findings.claim("it was loaded once", 1, loads.get());
        }
    }

    private static <T> List<T> askAtOnce(Lazy<T> lazy) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<T> asker = () -> {
            start.await();
            return lazy.get();
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> given = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(THREADS, asker))) {
                given.add(answer.get());
            }
            return given;
        } finally {
            threads.shutdown();
        }
    }
}
