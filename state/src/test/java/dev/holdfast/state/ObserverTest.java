// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ObserverTest {

    private final Bench bench = new Bench();
    private final HintedStorage storage = new HintedStorage(bench.storage);
    private final HeldScheduler scheduler = new HeldScheduler();
    private final Documents documents = Documents.over(storage, Bench.APP, Bench.NoCodecs.NONE, bench.clock)
            .autosave(Autosave.after(Duration.ofSeconds(2), failure -> {}, scheduler));
    private final Document<AppState> document = documents.document(AppState.V2);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<AppState> seen = new ArrayList<>();

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void anUpdateIsToldOnceItIsDurable() {
        document.onChange(Runnable::run, seen::add);
        bench.storage.before("replace", () -> assertThat(seen).isEmpty());

        document.update(AppState::more);

        assertThat(seen).containsExactly(AppState.of(1));
    }

    @Test
    void anUpdateThatFailsIsNotTold() {
        document.onChange(Runnable::run, seen::add);
        bench.storage.before("replace", FlakyStorage::fail);

        assertThatThrownBy(() -> document.update(AppState::more)).isInstanceOf(StorageException.class);

        assertThat(seen).isEmpty();
    }

    @Test
    void aLaterUpdateIsToldAtOnceAndItsSaveIsNot() {
        document.onChange(Runnable::run, seen::add);

        document.updateLater(AppState::more);
        assertThat(seen).containsExactly(AppState.of(1));
        scheduler.run();

        assertThat(seen).containsExactly(AppState.of(1));
    }

    @Test
    void theExecutorIsGivenOneTaskAtATimeAndTheObserverTheValueOfThatMoment() {
        document.onChange(tasks::add, seen::add);
        runTasks();

        document.updateLater(AppState::more);
        document.updateLater(AppState::more);
        document.updateLater(AppState::more);
        assertThat(tasks).hasSize(1);
        runTasks();

        assertThat(seen).containsExactly(AppState.of(3));
    }

    @Test
    void whatAnotherProcessStoredIsTold() {
        document.onChange(Runnable::run, seen::add);

        bench.document().set(AppState.of(5));
        storage.hint();

        assertThat(seen).containsExactly(AppState.of(5));
        assertThat(document.get()).isEqualTo(AppState.of(5));
    }

    @Test
    void doubledAndIdleHintsAreTolerated() {
        document.onChange(Runnable::run, seen::add);

        storage.hint();
        bench.document().set(AppState.of(5));
        storage.hint();
        storage.hint();

        assertThat(seen).containsExactly(AppState.of(5));
    }

    @Test
    void aLostHintIsMadeUpForByTheNext() {
        document.onChange(Runnable::run, seen::add);

        bench.document().set(AppState.of(5));
        bench.document().set(AppState.of(6));
        storage.hint();

        assertThat(seen).containsExactly(AppState.of(6));
    }

    @Test
    void aHintDuringAnUpdateIsLookedAtAfterIt() {
        document.onChange(Runnable::run, seen::add);

        document.update(state -> {
            if (state.newFieldName() == 0) {
                bench.document().set(AppState.of(5));
                storage.hint();
                assertThat(seen).isEmpty();
            }
            return state.plus(1);
        });
        assertThat(seen).containsExactly(AppState.of(6));

        document.update(state -> {
            storage.hint();
            return state.plus(1);
        });
        assertThat(seen).containsExactly(AppState.of(6), AppState.of(7));
    }

    @Test
    void anEditByHandIsTold() {
        document.set(AppState.of(1));
        document.onChange(Runnable::run, seen::add);

        bench.put(bench.text().replace("\"new_field_name\": 1", "\"new_field_name\": 9"));
        storage.hint();

        assertThat(seen).containsExactly(AppState.of(9));
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.EDITED);
    }

    @Test
    void aHalfWrittenFileIsNeitherToldNorTouched() {
        document.set(AppState.of(1));
        String whole = bench.text();
        document.onChange(Runnable::run, seen::add);
        bench.storage.takeCalls();

        bench.put(whole.substring(0, whole.length() / 2));
        storage.hint();

        assertThat(seen).isEmpty();
        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(bench.storage.takeCalls()).doesNotContain("setAside", "replace", "pin");
        bench.put(whole.replace("\"new_field_name\": 1", "\"new_field_name\": 2"));
        storage.hint();
        assertThat(seen).containsExactly(AppState.of(2));
    }

    @Test
    void whatANewerVersionStoredIsNotTold() {
        document.set(AppState.of(1));
        document.onChange(Runnable::run, seen::add);

        bench.put("{\"version\":99,\"data\":{}}");
        storage.hint();

        assertThat(seen).isEmpty();
        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.NEWER);
    }

    @Test
    void whatAnOlderVersionStoredIsToldMigratedAndKeptWhenItIsNextWritten() {
        document.onChange(Runnable::run, seen::add);

        var old = bench.put("{\"version\":1,\"data\":{\"old_field_name\":4}}");
        storage.hint();
        assertThat(seen).containsExactly(AppState.of(4));
        document.update(AppState::more);

        assertThat(bench.isPinned(old)).isTrue();
    }

    @Test
    void aDeletionByAnotherProcessIsToldAsTheInitialValue() {
        document.set(AppState.of(1));
        document.onChange(Runnable::run, seen::add);

        bench.document().delete();
        storage.hint();

        assertThat(seen).containsExactly(AppState.EMPTY);
    }

    @Test
    void whatAnotherProcessStoredIsToldWithTheUnsavedChangesMadeToIt() {
        document.onChange(Runnable::run, seen::add);
        document.updateLater(AppState::more);

        bench.document().set(AppState.of(100));
        storage.hint();

        assertThat(seen).containsExactly(AppState.of(1), AppState.of(101));
    }

    @Test
    void aWriteInDoubtIsCleardUpByTheNextHint() {
        document.onChange(Runnable::run, seen::add);
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(1))).isInstanceOf(StorageException.class);
        assertThat(seen).isEmpty();

        storage.hint();

        assertThat(seen).containsExactly(AppState.of(1));
    }

    @Test
    void theSameValueStoredAgainIsNotTold() {
        document.set(AppState.of(1));
        document.onChange(Runnable::run, seen::add);

        document.set(AppState.of(1));
        bench.put(bench.text().replace("\n", " \n"));
        storage.hint();

        assertThat(seen).isEmpty();
    }

    @Test
    void anObserverMayWriteTheDocument() {
        document.onChange(Runnable::run, seen::add);
        document.onChange(Runnable::run, state -> {
            if (state.newFieldName() < 3) {
                document.update(AppState::more);
            }
        });

        document.update(AppState::more);

        assertThat(document.get()).isEqualTo(AppState.of(3));
        assertThat(seen).last().isEqualTo(AppState.of(3));
    }

    @Test
    void anObserverThatThrowsIsToldOfTheNextChangeAllTheSame() {
        document.onChange(Runnable::run, state -> {
            seen.add(state);
            throw new IllegalStateException();
        });

        document.update(AppState::more);
        document.update(AppState::more);

        assertThat(seen).containsExactly(AppState.of(1), AppState.of(2));
    }

    @Test
    void anExecutorThatRefusesEndsTheObservation() {
        document.onChange(
                task -> {
                    throw new RejectedExecutionException();
                },
                seen::add);

        document.update(AppState::more);

        assertThat(storage.watches).isZero();
    }

    @Test
    void anExecutorThatFailsKeepsNoOtherObserverFromBeingTold() {
        document.onChange(
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                state -> {});
        document.onChange(Runnable::run, seen::add);

        document.updateLater(AppState::more);

        assertThat(seen).containsExactly(AppState.of(1));
    }

    @Test
    void aClosedObservationTellsNothingMore() {
        Watch watch = document.onChange(tasks::add, seen::add);
        document.update(AppState::more);

        watch.close();
        watch.close();
        runTasks();

        assertThat(seen).isEmpty();
    }

    @Test
    void theStorageIsWatchedWhileSomebodyObserves() {
        Document<AppState> other = documents.document(Bench.APP.blob("other.json"), AppState.V2);
        document.get();
        assertThat(storage.watches).isZero();

        Watch first = document.onChange(Runnable::run, seen::add);
        Watch second = other.onChange(Runnable::run, seen::add);
        assertThat(storage.watches).isEqualTo(1);
        first.close();
        assertThat(storage.watches).isEqualTo(1);
        second.close();

        assertThat(storage.watches).isZero();
    }

    @Test
    void closingTheDocumentsEndsTheWatchAfterTheLastValueWasTold() {
        document.onChange(tasks::add, seen::add);
        runTasks();
        document.updateLater(AppState::more);

        documents.close();
        runTasks();

        assertThat(seen).containsExactly(AppState.of(1));
        assertThat(storage.watches).isZero();
    }

    @Test
    void anObservationThatCannotBeginIsNone() {
        bench.memory.close();

        assertThatThrownBy(() -> document.onChange(Runnable::run, seen::add)).hasMessageStartingWith("HF-0101");

        assertThat(storage.watches).isZero();
    }

    /** Hints when the test says so. */
    private static final class HintedStorage extends ForwardingStorage {

        private int watches;
        private Consumer<BlobName> hint = name -> {};

        HintedStorage(Storage inner) {
            super(inner);
        }

        @Override
        public Watch watch(Scope scope, Consumer<BlobName> told) {
            watches++;
            hint = told;
            return () -> watches--;
        }

        void hint() {
            hint.accept(Bench.NAME);
        }
    }
}
