// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The contract for one key of a cache. */
class TtlCacheLoadTest extends GetOrLoadContract {

    @Override
    <T> Place<T> make(Ttl kept) {
        TtlCache<String, T> cache = TtlCache.of(kept, Capacity.entries(10));
        return new Place<>() {
            @Override
            public Optional<T> get() {
                return cache.get("key");
            }

            @Override
            public T get(Callable<T> loader) {
                return cache.get("key", key -> loader.call());
            }

            @Override
            public CompletableFuture<T> getAsync(Executor executor, Callable<T> loader) {
                return cache.getAsync(executor, "key", key -> loader.call());
            }

            @Override
            public void put(T value) {
                cache.put("key", value);
            }

            @Override
            public void invalidate() {
                cache.invalidate("key");
            }

            @Override
            public Clearable all() {
                return cache;
            }
        };
    }
}
