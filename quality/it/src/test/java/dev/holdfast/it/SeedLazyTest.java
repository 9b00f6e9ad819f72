// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cache.AsyncLazy;
import dev.holdfast.cache.Lazy;
import dev.holdfast.cache.LoadException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The seed's lazy values: loaded when first asked for, and once. */
class SeedLazyTest {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    private String load() {
        return "loaded " + loads.incrementAndGet();
    }

    private String loadSecondTime() throws IOException {
        if (loads.incrementAndGet() == 1) {
            throw new IOException("the disk is busy");
        }
        return "loaded";
    }

    @Test
    void getHeavyState() {
        Lazy<String> heavy = Lazy.of(this::load);
        assertThat(loads).hasValue(0);

        assertThat(heavy.get()).isEqualTo("loaded 1");
        assertThat(heavy.get()).isSameAs(heavy.get());
        assertThat(loads).hasValue(1);
    }

    @Test
    void getOrLoadState() {
        AsyncLazy<String> state = AsyncLazy.of(executor, this::load);
        assertThat(loads).hasValue(0);

        List<String> all = List.of(state.get(), state.get(), state.get()).stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(all).containsOnly("loaded 1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void aFailedLoadIsNotADefault() {
        Lazy<String> heavy = Lazy.of(this::loadSecondTime);

        assertThatThrownBy(heavy::get).isInstanceOf(LoadException.class).hasCauseInstanceOf(IOException.class);
        assertThat(heavy.get()).isEqualTo("loaded");
    }
}
