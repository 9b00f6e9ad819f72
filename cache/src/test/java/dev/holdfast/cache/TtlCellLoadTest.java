// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

class TtlCellLoadTest extends GetOrLoadContract {

    @Override
    <T> Place<T> make(Ttl kept) {
        TtlCell<T> cell = TtlCell.of(kept);
        return new Place<>() {
            @Override
            public Optional<T> get() {
                return cell.get();
            }

            @Override
            public T get(Callable<T> loader) {
                return cell.get(loader);
            }

            @Override
            public CompletableFuture<T> getAsync(Executor executor, Callable<T> loader) {
                return cell.getAsync(executor, loader);
            }

            @Override
            public void put(T value) {
                cell.set(value);
            }

            @Override
            public void invalidate() {
                cell.invalidate();
            }

            @Override
            public Clearable all() {
                return cell;
            }
        };
    }
}
