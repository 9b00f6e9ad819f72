// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UpdateLaterTest {

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final Bench bench = new Bench();
    private final HeldScheduler scheduler = new HeldScheduler();
    private final List<SaveFailure> failures = new ArrayList<>();
    private final Documents documents = bench.process().autosave(Autosave.after(DELAY, failures::add, scheduler));
    private final Document<AppState> document = documents.document(AppState.V2);

    private AppState stored() {
        return bench.document().get();
    }

    @Test
    void showsTheChangeAtOnceAndSavesItLater() {
        assertThat(document.updateLater(state -> state.plus(1))).isEqualTo(AppState.of(1));

        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(document.load().value()).isEqualTo(AppState.of(1));
        assertThat(stored()).isEqualTo(AppState.EMPTY);
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void manyChangesAreOneSaveThatBeginsWhenTheFirstHasWaitedForHalfTheDelay() {
        document.get();
        bench.storage.takeCalls();
        for (int i = 0; i < 1000; i++) {
            document.updateLater(state -> state.plus(1));
        }
        assertThat(bench.storage.takeCalls()).isEmpty();

        scheduler.run();

        assertThat(bench.storage.takeCalls()).containsExactly("replace");
        assertThat(scheduler.takeDelays()).containsExactly(DELAY.dividedBy(2));
        assertThat(stored()).isEqualTo(AppState.of(1000));
    }

    @Test
    void aChangeAfterTheSaveWaitsForItsOwn() {
        document.updateLater(state -> state.plus(1));
        scheduler.run();
        document.updateLater(state -> state.plus(1));

        assertThat(scheduler.size()).isEqualTo(1);
        scheduler.run();

        assertThat(stored()).isEqualTo(AppState.of(2));
    }

    @Test
    void aChangeDuringTheSaveIsNotLostAndNotMadeTwice() {
        document.updateLater(state -> state.plus(1));
        AtomicInteger made = new AtomicInteger();
        bench.storage.before(
                "replace",
                () -> inAnotherThread(() -> document.updateLater(state -> {
                    made.incrementAndGet();
                    return state.plus(10);
                })));

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(11));
        assertThat(stored()).isEqualTo(AppState.of(1));
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(11));
        assertThat(made).hasValue(1);
    }

    @Test
    void whatAnotherProcessStoredStaysAndTheChangesAreMadeToIt() {
        document.updateLater(state -> state.plus(1));
        document.updateLater(state -> state.plus(1));
        bench.document().update(state -> state.plus(100));

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(102));
        assertThat(stored()).isEqualTo(AppState.of(102));
    }

    @Test
    void aLoadShowsWhatAnotherProcessStoredWithTheChangesMadeToIt() {
        document.updateLater(state -> state.plus(1));
        bench.document().update(state -> state.plus(100));

        assertThat(document.load().value()).isEqualTo(AppState.of(101));

        assertThat(document.get()).isEqualTo(AppState.of(101));
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(101));
    }

    @Test
    void anUpdateComesAfterTheChangesThatWaitAndSavesThemToo() {
        document.updateLater(state -> state.plus(1));

        assertThat(document.update(state -> AppState.of(state.newFieldName() * 10)))
                .isEqualTo(AppState.of(10));

        assertThat(stored()).isEqualTo(AppState.of(10));
        bench.storage.takeCalls();
        scheduler.run();
        assertThat(bench.storage.takeCalls()).isEmpty();
    }

    @Test
    void aChangeDuringAnUpdateIsMadeToItsResult() {
        document.updateLater(state -> state.plus(1));

        document.update(state -> {
            inAnotherThread(() -> document.updateLater(later -> later.plus(5)));
            return AppState.of(state.newFieldName() * 10);
        });

        assertThat(document.get()).isEqualTo(AppState.of(15));
        assertThat(stored()).isEqualTo(AppState.of(10));
        document.flush();
        assertThat(stored()).isEqualTo(AppState.of(15));
    }

    @Test
    void changesThatWaitAreOverwrittenBySet() {
        document.updateLater(state -> state.plus(1));

        document.set(AppState.of(7));

        assertThat(document.get()).isEqualTo(AppState.of(7));
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(7));
    }

    @Test
    void changesThatWaitGoWithADelete() {
        document.set(AppState.of(1));
        document.updateLater(state -> state.plus(1));

        document.delete();

        assertThat(document.get()).isEqualTo(AppState.EMPTY);
        scheduler.run();
        assertThat(bench.memory.revision(Bench.NAME).isPresent()).isFalse();
    }

    @Test
    void anUpdateThatThrowsLeavesTheChangesWaiting() {
        document.updateLater(state -> state.plus(1));

        assertThatThrownBy(() -> document.update(state -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(document.get()).isEqualTo(AppState.of(1));
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void theValueGivenBackIsNoChange() {
        document.updateLater(state -> state);

        assertThat(scheduler.size()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void aFunctionThatThrowsOrGivesNullChangesNothing() {
        document.updateLater(state -> state.plus(1));

        assertThatThrownBy(() -> document.updateLater(state -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> document.updateLater(state -> null)).hasMessageStartingWith("HF-0235");

        document.flush();
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void aFunctionMustNotUseItsDocument() {
        assertThatThrownBy(() -> document.updateLater(state -> document.updateLater(AppState::more)))
                .hasMessageStartingWith("HF-0234");
        assertThatThrownBy(() -> document.updateLater(state -> document.update(AppState::more)))
                .hasMessageStartingWith("HF-0234");
        assertThatThrownBy(() -> document.update(state -> document.updateLater(AppState::more)))
                .hasMessageStartingWith("HF-0234");
        assertThatThrownBy(() -> document.updateLater(state -> {
                    document.flush();
                    return state;
                }))
                .hasMessageStartingWith("HF-0234");
    }

    @Test
    void flushSavesNow() {
        document.updateLater(state -> state.plus(1));

        document.flush();

        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void flushWithNothingToSaveAsksNobody() {
        document.get();
        bench.storage.takeCalls();

        document.flush();
        documents.flush();

        assertThat(bench.storage.takeCalls()).isEmpty();
    }

    @Test
    void closingSavesAndForgetsAndTakesNoChangeAnyMore() {
        document.updateLater(state -> state.plus(1));

        documents.close();

        assertThat(stored()).isEqualTo(AppState.of(1));
        assertThatThrownBy(() -> document.updateLater(AppState::more)).hasMessageStartingWith("HF-0233");
        assertThatThrownBy(document::get).hasMessageStartingWith("HF-0233");
    }

    @Test
    void aChangeThatClosesItsDocumentIsNotMade() {
        document.get();

        assertThatThrownBy(() -> document.updateLater(state -> {
                    documents.close();
                    return state.plus(1);
                }))
                .hasMessageStartingWith("HF-0233");

        assertThat(scheduler.size()).isZero();
        assertThatThrownBy(document::get).hasMessageStartingWith("HF-0233");
        assertThat(stored()).isEqualTo(AppState.EMPTY);
    }

    @Test
    void closingSavesEvenWhileAFunctionOfAnotherThreadGoesOn() {
        document.updateLater(state -> state.plus(1));

        document.update(state -> {
            inAnotherThread(documents::close);
            assertThat(stored()).isEqualTo(AppState.of(1));
            return state.plus(100);
        });

        assertThat(stored()).isEqualTo(AppState.of(101));
    }

    @Test
    void discardingSavesNothing() {
        document.updateLater(state -> state.plus(1));

        documents.discard();
        scheduler.run();

        assertThat(stored()).isEqualTo(AppState.EMPTY);
        assertThatThrownBy(document::get).isInstanceOf(ScopeGoneException.class);
        assertThatThrownBy(() -> document.updateLater(AppState::more)).isInstanceOf(ScopeGoneException.class);
    }

    @Test
    void aFailedSaveIsReportedAndTriedAgainLessAndLessOften() {
        document.get();
        bench.storage.always("replace", FlakyStorage::fail);
        document.updateLater(state -> state.plus(1));

        for (int i = 0; i < 8; i++) {
            scheduler.run();
        }

        assertThat(scheduler.takeDelays().stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L);
        assertThat(failures).hasSize(8);
        assertThat(failures.get(0).cause()).isInstanceOf(StorageException.class);
        assertThat(failures.get(0).document()).isSameAs(document);
        assertThat(failures.get(0).retryAfter()).contains(Duration.ofSeconds(2));
        bench.storage.heal();
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(1));
        scheduler.takeDelays();
        document.updateLater(state -> state.plus(1));
        assertThat(scheduler.takeDelays()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void afterSomebodyElseSavedWhatFailedAChangeWaitsNoLongerThanAny() {
        document.get();
        bench.storage.always("replace", FlakyStorage::fail);
        document.updateLater(AppState::more);
        scheduler.run();
        scheduler.run();
        bench.storage.heal();
        document.flush();
        scheduler.takeDelays();

        document.updateLater(AppState::more);

        assertThat(scheduler.takeDelays()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void aFailedSaveIsThrownByFlushAndCloseAndTheOthersAreSavedAllTheSame() {
        Document<AppState> other = documents.document(Bench.APP.blob("other.json"), AppState.V2);
        document.updateLater(AppState::more);
        other.updateLater(AppState::more);
        bench.storage.before("replace", FlakyStorage::fail);

        assertThatThrownBy(documents::flush).isInstanceOf(StorageException.class);

        long saved = stored().newFieldName()
                + bench.process()
                        .document(Bench.APP.blob("other.json"), AppState.V2)
                        .get()
                        .newFieldName();
        assertThat(saved).isEqualTo(1);
        bench.storage.before("replace", FlakyStorage::fail);
        assertThatThrownBy(documents::close).isInstanceOf(StorageException.class);
    }

    @Test
    void aSaveThatHappenedAlthoughItThrewIsNotMadeTwice() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.after("replace", FlakyStorage::fail);
        scheduler.run();
        assertThat(failures).hasSize(1);
        document.updateLater(state -> state.plus(10));

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(11));
        assertThat(stored()).isEqualTo(AppState.of(11));
    }

    @Test
    void aSaveThatHappenedAlthoughItThrewIsNotMadeTwiceWhereReadingFailsAfterIt() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.after("replace", FlakyStorage::fail);
        scheduler.run();
        bench.storage.before("read", FlakyStorage::fail);
        scheduler.run();

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void aSaveThatHappenedAlthoughItThrewIsRecognisedBelowAnothersSave() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.after("replace", FlakyStorage::fail);
        scheduler.run();
        bench.document().update(state -> state.plus(100));

        assertThat(document.load().value()).isEqualTo(AppState.of(101));

        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(101));
    }

    @Test
    void aSaveThatDidNotHappenIsMadeAgainOverAnothers() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.before("replace", FlakyStorage::fail);
        scheduler.run();
        bench.document().update(state -> state.plus(100));

        scheduler.run();

        assertThat(stored()).isEqualTo(AppState.of(101));
    }

    @Test
    void severalSavesThatThrewAreToldApart() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.after("replace", FlakyStorage::fail);
        scheduler.run();
        document.updateLater(state -> state.plus(10));
        bench.storage.before("replace", FlakyStorage::fail);
        scheduler.run();
        document.updateLater(state -> state.plus(100));

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(111));
        assertThat(stored()).isEqualTo(AppState.of(111));
    }

    @Test
    void anUpdateThatThrewButHappenedTakesTheChangesWithIt() {
        document.get();
        document.updateLater(state -> state.plus(1));
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.update(state -> state.plus(10))).isInstanceOf(StorageException.class);

        document.flush();

        assertThat(stored()).isEqualTo(AppState.of(11));
        assertThat(document.get()).isEqualTo(AppState.of(11));
    }

    @Test
    void aChangeThatThrowsOverAnothersValueIsGivenUpAndReportedAndThrownOnce() {
        document.updateLater(state -> state.plus(1));
        document.updateLater(state -> {
            if (state.newFieldName() > 50) {
                throw new IllegalStateException("secret " + state);
            }
            return state.plus(2);
        });
        bench.document().update(state -> state.plus(100));

        scheduler.run();

        assertThat(document.get()).isEqualTo(AppState.of(101));
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).hasMessageStartingWith("HF-0240").hasMessageNotContaining("secret");
            assertThat(failure.retryAfter()).isEqualTo(Optional.empty());
        });
        assertThatThrownBy(document::flush).hasMessageStartingWith("HF-0240");
        document.flush();
        assertThat(stored()).isEqualTo(AppState.of(101));
    }

    @Test
    void aChangeThatThrowsAnErrorOverAnothersValueIsGivenUpAndNoOther() {
        document.updateLater(state -> {
            if (state.newFieldName() > 50) {
                throw new AssertionError("secret " + state);
            }
            return state.plus(2);
        });
        document.updateLater(state -> state.plus(1));
        bench.document().update(state -> state.plus(100));

        scheduler.run();

        assertThat(stored()).isEqualTo(AppState.of(101));
        assertThatThrownBy(document::flush)
                .hasMessageStartingWith("HF-0240")
                .hasMessageContaining("AssertionError")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anErrorInTheBackgroundIsReportedAndTheSaveTriedAgain() {
        document.updateLater(AppState::more);
        bench.storage.before("replace", UpdateLaterTest::failToLink);

        scheduler.run();

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).hasMessageStartingWith("HF-0241");
            assertThat(failure.retryAfter()).contains(DELAY);
        });
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void anErrorInOneDocumentKeepsNoOtherFromBeingFlushedOrClosed() {
        List<Document<AppState>> all = Stream.of("a", "b", "c", "d")
                .map(name -> documents.document(Bench.APP.blob(name), AppState.V2))
                .toList();
        all.forEach(each -> each.updateLater(AppState::more));
        bench.storage.before("replace", UpdateLaterTest::failToLink);
        assertThatThrownBy(documents::flush).isInstanceOf(NoClassDefFoundError.class);
        assertThat(bench.memory.list(Bench.APP)).hasSize(3);
        all.forEach(each -> each.updateLater(AppState::more));
        bench.storage.before("replace", UpdateLaterTest::failToLink);

        assertThatThrownBy(documents::close).isInstanceOf(NoClassDefFoundError.class);

        Documents others = bench.process();
        long saved = bench.memory.list(Bench.APP).stream()
                .mapToLong(name -> others.document(name, AppState.V2).get().newFieldName())
                .sum();
        assertThat(saved).isBetween(6L, 7L); // all but the changes of one
        assertThat(all).allSatisfy(each -> assertThatThrownBy(each::get).hasMessageStartingWith("HF-0233"));
    }

    private static void failToLink() {
        throw new NoClassDefFoundError();
    }

    @Test
    void aFenceLetsChangesWaitUntilItIsLifted() {
        document.set(AppState.of(1));
        document.updateLater(state -> state.plus(1));
        String good = bench.text();
        bench.put("{\"version\":99,\"data\":{}}");

        scheduler.run();

        assertThat(failures.get(0).cause()).isInstanceOf(FencedException.class);
        assertThatThrownBy(document::flush).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> document.updateLater(AppState::more)).isInstanceOf(FencedException.class);
        assertThat(bench.text()).contains("99");
        bench.put(good);
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(2));
    }

    @Test
    void aDocumentThatIsFencedTakesNoChange() {
        bench.put("{\"version\":99,\"data\":{}}");

        assertThatThrownBy(() -> document.updateLater(AppState::more)).isInstanceOf(FencedException.class);

        assertThat(scheduler.size()).isZero();
    }

    @Test
    void overwritingLiftsTheFenceAndDropsWhatWaits() {
        document.updateLater(state -> state.plus(1));
        bench.put("{\"version\":99,\"data\":{}}");
        scheduler.run();

        document.overwrite(AppState.of(5));

        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(5));
    }

    @Test
    void changesOfAScopeThatIsGoneAreGivenUp() {
        document.updateLater(state -> state.plus(1));
        bench.memory.purge(Bench.APP);

        scheduler.run();

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).isInstanceOf(ScopeGoneException.class);
            assertThat(failure.retryAfter()).isEmpty();
        });
        assertThat(scheduler.size()).isZero();
        documents.close();
    }

    @Test
    void withAShutDownSchedulerAChangeIsSavedAtOnce() {
        document.get();
        scheduler.refuse();

        document.updateLater(state -> state.plus(1));

        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void withASchedulerThatFailsAChangeIsSavedAtOnceAndTheNextOneLaterAsEver() {
        document.get();
        scheduler.refuse(new OutOfMemoryError("unable to create native thread"));
        document.updateLater(AppState::more);
        assertThat(stored()).isEqualTo(AppState.of(1));
        scheduler.allow();

        document.updateLater(AppState::more);

        assertThat(stored()).isEqualTo(AppState.of(1));
        scheduler.run();
        assertThat(stored()).isEqualTo(AppState.of(2));
    }

    @Test
    void aListenerThatThrowsDoesNotKeepTheSaveFromBeingTriedAgain() {
        Documents others = bench.process()
                .autosave(Autosave.after(
                        DELAY,
                        failure -> {
                            throw new IllegalStateException();
                        },
                        scheduler));
        Document<AppState> unlucky = others.document(AppState.V2);
        unlucky.updateLater(AppState::more);
        bench.storage.before("replace", FlakyStorage::fail);
        scheduler.run();

        scheduler.run();

        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    @Test
    void aListenerMayUseTheDocument() {
        List<AppState> seen = new ArrayList<>();
        Documents others = bench.process()
                .autosave(Autosave.after(
                        DELAY,
                        failure -> seen.add((AppState) failure.document().load().value()),
                        scheduler));
        Document<AppState> unlucky = others.document(AppState.V2);
        unlucky.updateLater(AppState::more);
        bench.storage.before("replace", FlakyStorage::fail);

        scheduler.run();

        assertThat(seen).containsExactly(AppState.of(1));
    }

    @Test
    void aDelayIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autosave.after(Duration.ofMillis(-1), failures::add, scheduler));
    }

    @Test
    void aDelayMayBeForEver() {
        Document<AppState> patient = bench.process()
                .autosave(Autosave.after(Duration.ofSeconds(Long.MAX_VALUE), failures::add, scheduler))
                .document(AppState.V2);

        patient.updateLater(AppState::more);

        assertThat(scheduler.takeDelays()).containsExactly(Duration.ofNanos(Long.MAX_VALUE));
        bench.storage.before("replace", FlakyStorage::fail);
        scheduler.run();
        patient.flush();
        assertThat(stored()).isEqualTo(AppState.of(1));
    }

    private static void inAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
