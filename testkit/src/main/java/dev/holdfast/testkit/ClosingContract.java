// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A storage that is closed. */
abstract class ClosingContract extends ContractPart {

    ClosingContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void closingTwiceDoesNothing() {
        storage().close();
        storage().close();
    }

    @Test
    void everyCallIsRefusedOnceClosed() {
        Revision first = put(blob(), "first");
        List<Consumer<Storage>> calls = List.of(
                storage -> storage.create(scope()),
                storage -> storage.exists(scope()),
                storage -> storage.scopes(Scope.HOME),
                storage -> storage.read(blob()),
                storage -> storage.revision(blob()),
                storage -> replace(blob(), first, "second"),
                storage -> storage.confirm(blob(), first),
                storage -> storage.delete(blob(), first),
                storage -> storage.list(scope()),
                storage -> storage.history(blob()),
                storage -> storage.read(blob(), first),
                storage -> storage.pin(blob(), first),
                storage -> storage.forgetHistory(blob()),
                storage -> storage.setAside(blob(), first),
                storage -> storage.purge(scope()),
                storage -> storage.watch(scope(), name -> {}),
                storage -> storage.lease(scope(), "run", LeaseMode.SHARED, Duration.ZERO));
        storage().close();
        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(HoldfastException.class)
                        .isThrownBy(() -> call.accept(storage()))
                        .returns("HF-0101", HoldfastException::code));
    }

    @Test
    void whatARefusedCallWasToDoIsNotDone() {
        Revision first = put(blob(), "first");
        storage().close();
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(() -> replace(blob(), first, "second"));
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> storage().purge(scope()));
        reopen();
        assertThat(text(blob())).contains("first");
        assertThat(storage().revision(blob())).isEqualTo(first);
    }

    @Test
    void writesUnderWayAreFinishedOrRefusedAndNeverHalfDone() {
        Counter counter = new Counter(storage(), blob());
        int[] acknowledged = new int[1];
        Threads.run(2, number -> {
            if (number == 0) {
                storage().close();
            } else {
                acknowledged[0] = countUntilRefused(counter);
            }
        });
        reopen();
        assertThat(new Counter(storage(), blob()).value()).isEqualTo(acknowledged[0]);
    }

    private static int countUntilRefused(Counter counter) {
        int acknowledged = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                counter.increment();
                acknowledged++;
            }
        } catch (HoldfastException e) {
            assertThat(e.code()).isEqualTo("HF-0101");
        }
        return acknowledged;
    }
}
