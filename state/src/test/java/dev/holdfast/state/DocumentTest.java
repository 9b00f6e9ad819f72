// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {

    private final Bench bench = new Bench();
    private final Documents documents = bench.process();
    private final Document<AppState> document = documents.document(AppState.V2);

    @Test
    void getReadsTheStorageOnce() {
        document.get();
        bench.storage.takeCalls();

        document.get();

        assertThat(bench.storage.takeCalls()).isEmpty();
    }

    @Test
    void updateStoresWhatTheFunctionMakesOfTheLatestValue() {
        assertThat(document.update(state -> state.plus(2))).isEqualTo(AppState.of(2));
        assertThat(document.update(state -> state.plus(3))).isEqualTo(AppState.of(5));

        assertThat(document.get()).isEqualTo(AppState.of(5));
        assertThat(bench.document().get()).isEqualTo(AppState.of(5));
    }

    @Test
    void aSaveAsksTheStorageForNothingButTheReplacement() {
        document.set(AppState.of(1));
        bench.storage.takeCalls();

        document.set(AppState.of(2));

        assertThat(bench.storage.takeCalls()).containsExactly("replace");
    }

    @Test
    void anUpdateThatChangesNothingWritesNothing() {
        document.set(AppState.of(1));
        Revision revision = bench.memory.revision(Bench.NAME);
        bench.storage.takeCalls();

        document.update(state -> AppState.of(1));

        assertThat(bench.storage.takeCalls()).isEmpty();
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(revision);
    }

    @Test
    void anUpdateThatChangesNothingConfirmsWhatAnotherProcessStored() {
        bench.document().set(AppState.of(1));
        document.get();
        bench.storage.takeCalls();

        document.set(AppState.of(1));
        document.set(AppState.of(1));

        assertThat(bench.storage.takeCalls()).containsExactly("confirm");
    }

    @Test
    void theInitialValueIsStoredWhenItIsSet() {
        document.set(AppState.EMPTY);

        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void aFunctionRunsAgainOnTheValueOfAFasterProcess() {
        document.set(AppState.of(1));
        Document<AppState> faster = bench.document();
        List<Long> seen = new ArrayList<>();

        document.update(state -> {
            seen.add(state.newFieldName());
            if (seen.size() == 1) {
                faster.set(AppState.of(10));
            }
            return state.plus(1);
        });

        assertThat(seen).containsExactly(1L, 10L);
        assertThat(bench.document().get()).isEqualTo(AppState.of(11));
        assertThat(document.get()).isEqualTo(AppState.of(11));
    }

    @Test
    void aConflictWithNewerDataFences() {
        document.set(AppState.of(1));
        bench.put("{\"version\":99,\"data\":{}}");

        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(FencedException.class);
        assertThat(bench.text()).isEqualTo("{\"version\":99,\"data\":{}}");
    }

    @Test
    void whatAFunctionThrowsComesOutAndNothingIsWritten() {
        IOException thrown = new IOException("no");

        assertThatThrownBy(() -> document.update(state -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(bench.memory.list(Bench.APP)).isEmpty();
        assertThat(document.update(state -> state.plus(1))).isEqualTo(AppState.of(1));
    }

    @Test
    void aFunctionMayReadItsDocumentButNotWriteOrLoadIt() {
        document.update(state -> state.plus(document.get().newFieldName() + 1));

        for (Runnable use : List.<Runnable>of(
                () -> document.set(AppState.of(5)),
                document::delete,
                document::load,
                () -> document.overwrite(AppState.EMPTY))) {
            assertThatThrownBy(() -> document.update(state -> {
                        use.run();
                        return state;
                    }))
                    .isInstanceOfSatisfying(
                            HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0234"));
        }
        assertThat(document.get()).isEqualTo(AppState.of(1));
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsNotAValue() {
        assertThatThrownBy(() -> document.update(state -> null))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0235"));
    }

    @Test
    void loadSeesWhatOtherProcessesStored() {
        document.set(AppState.of(1));
        bench.document().set(AppState.of(2));

        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(document.load().value()).isEqualTo(AppState.of(2));
        assertThat(document.get()).isEqualTo(AppState.of(2));
    }

    @Test
    void deleteRemovesTheDocumentAndItsGenerations() {
        document.set(AppState.of(1));
        document.set(AppState.of(2));

        document.delete();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.MISSING);
        assertThat(document.get()).isEqualTo(AppState.EMPTY);
        assertThat(bench.memory.history(Bench.NAME)).isEmpty();
        document.set(AppState.of(3));
        assertThat(bench.document().get()).isEqualTo(AppState.of(3));
    }

    @Test
    void deleteTakesWhatAnotherProcessStoredMeanwhile() {
        document.set(AppState.of(1));
        bench.document().set(AppState.of(2));

        document.delete();

        assertThat(bench.memory.list(Bench.APP)).isEmpty();
    }

    @Test
    void aSaveThatThrewDoesNotShowThoughItHappened() {
        document.set(AppState.of(1));
        bench.storage.after("replace", FlakyStorage::fail);

        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(StorageException.class);

        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(bench.text()).contains("\"new_field_name\": 2");
    }

    @Test
    void afterASaveThatThrewTheNextReadsAgainAndStoresTheSameContentAfresh() {
        document.set(AppState.of(1));
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(StorageException.class);
        Revision doubtful = bench.memory.revision(Bench.NAME);
        bench.storage.takeCalls();

        document.set(AppState.of(2));

        assertThat(bench.storage.takeCalls()).containsExactly("read", "replace");
        assertThat(bench.memory.revision(Bench.NAME)).isNotEqualTo(doubtful);
        assertThat(document.get()).isEqualTo(AppState.of(2));
    }

    @Test
    void afterASaveThatThrewTheFunctionSeesWhatIsStored() {
        document.set(AppState.of(1));
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(5))).isInstanceOf(StorageException.class);

        assertThat(document.update(state -> state.plus(1))).isEqualTo(AppState.of(6));
    }

    @Test
    void aSaveThatThrewAndDidNotHappenLeavesTheOldValue() {
        document.set(AppState.of(1));
        Revision acknowledged = bench.memory.revision(Bench.NAME);
        bench.storage.before("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(StorageException.class);

        assertThat(document.load().value()).isEqualTo(AppState.of(1));
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(acknowledged);
    }

    @Test
    void aLoadAfterASaveThatThrewShowsWhatIsStoredOnceThatIsDurable() {
        document.set(AppState.of(1));
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(StorageException.class);

        bench.storage.before("replace", FlakyStorage::fail);
        assertThat(document.load().value()).isEqualTo(AppState.of(1));
        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(document.load().value()).isEqualTo(AppState.of(2));
        assertThat(document.get()).isEqualTo(AppState.of(2));
    }

    @Test
    void aFirstSaveThatThrewIsStoredByTheNext() {
        bench.storage.before("replace", FlakyStorage::fail);
        assertThatThrownBy(() -> document.set(AppState.of(2))).isInstanceOf(StorageException.class);

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.MISSING);
        assertThat(bench.memory.list(Bench.APP)).isEmpty();
        document.set(AppState.of(2));
        assertThat(bench.document().get()).isEqualTo(AppState.of(2));
    }

    @Test
    void aValueThatCannotBeWrittenLeavesEverythingAsItWas() {
        document.set(AppState.of(1));
        Schema<AppState> picky = AppState.V2.withCodec(Codec.ofTree(
                state -> {
                    throw new IllegalStateException("not " + state.newFieldName());
                },
                data -> AppState.EMPTY));
        Document<AppState> other = bench.process().document(Bench.APP.blob("picky"), picky);

        assertThatThrownBy(() -> other.set(AppState.of(2)))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(CodecException.Kind.UNWRITABLE));
        assertThat(bench.memory.list(Bench.APP)).containsExactly(Bench.NAME);
    }

    @Test
    void whatCouldNotBeReadAgainIsNotStored() {
        document.set(AppState.of(1));
        Schema<AppState> forgetful = AppState.V2.withCodec(Codec.ofTree(state -> JsonObject.empty(), data -> {
            data.integer("new_field_name");
            return AppState.EMPTY;
        }));
        Document<AppState> other = bench.process().document(Bench.APP.blob("forgetful"), forgetful);

        assertThatThrownBy(() -> other.set(AppState.of(2)))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(CodecException.Kind.UNWRITABLE));
        assertThat(bench.memory.list(Bench.APP)).containsExactly(Bench.NAME);
    }

    @Test
    void aLoggedOutScopeTakesNoSave() {
        bench.memory.purge(Bench.APP);

        assertThatThrownBy(() -> document.set(AppState.of(1))).isInstanceOf(ScopeGoneException.class);
    }

    @Test
    void closedDocumentsForgetAndRefuse() {
        document.set(AppState.of(1));

        documents.close();

        for (Runnable use : List.<Runnable>of(
                document::get,
                document::load,
                document::delete,
                () -> document.set(AppState.EMPTY),
                () -> document.overwrite(AppState.EMPTY),
                () -> documents.document(AppState.V2))) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0233"));
        }
        assertThat(document.location()).isEqualTo("memory: app/app_state.json");
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
    }

    @Test
    void aDocumentClosedWhileItIsUpdatedDoesNotKeepItsValue() {
        document.update(state -> {
            documents.close();
            return state.plus(1);
        });

        assertThatThrownBy(document::get).isInstanceOf(HoldfastException.class);
    }

    @Test
    void oneNameIsOneInstanceAndOneSchema() {
        assertThat(documents.document(AppState.V2)).isSameAs(document);
        assertThatThrownBy(() -> documents.document(Schema.of("app_state", String.class, "")))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0232"));
        assertThat(documents
                        .document(Scope.HOME.blob("other"), Schema.of("app_state", String.class, ""))
                        .get())
                .isEmpty();
    }

    @Test
    void aTypeWithoutACodecIsToldWhenItIsNeeded() {
        Document<String> text = documents.document(Schema.of("text", String.class, "nothing yet"));

        assertThat(text.get()).isEqualTo("nothing yet");
        assertThatThrownBy(() -> text.set("x"))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0236"))
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void interruptsLoseNothingAndTheFlagSurvives() {
        Thread.currentThread().interrupt();

        document.update(state -> state.plus(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
    }
}
