// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Revision;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadOutcomesTest {

    private static final String V1 = "{\"version\":1,\"data\":{\"old_field_name\":7}}";
    private static final String V99 = "{\"version\":99,\"data\":{\"unheard\":[\"of\"]}}";

    private final Bench bench = new Bench();

    @Test
    void nothingStoredIsTheInitialValueAndWritesNothing() {
        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded).isEqualTo(Loaded.well(AppState.EMPTY, LoadOutcome.MISSING, Revision.ABSENT));
        assertThat(bench.memory.list(Bench.APP)).isEmpty();
    }

    @Test
    void whatWasSavedLoads() {
        bench.document().set(AppState.of(3));

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(loaded.revision()).isEqualTo(bench.memory.revision(Bench.NAME));
        assertThat(loaded.problem()).isEmpty();
    }

    @Test
    void theSeedsVersion1IsMigratedStoredAgainAndItsGenerationPinned() {
        Revision old = bench.put(V1);

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(loaded.value()).isEqualTo(new AppState(List.of(), 7));
        assertThat(bench.envelope().integer("version")).isEqualTo(2);
        assertThat(bench.envelope().object("data"))
                .isEqualTo(JsonValue.parse("{\"new_field\":[],\"new_field_name\":7}".getBytes(StandardCharsets.UTF_8)));
        assertThat(bench.isPinned(old)).isTrue();
        assertThat(bench.generation(old)).hasValue(V1.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMigrationHappensOnce() {
        bench.put(V1);
        bench.document().load();

        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void theSameRevisionKeepsItsOutcomeUntilTheNextChange() {
        bench.put(V1);
        Document<AppState> document = bench.document();
        Loaded<AppState> first = document.load();

        assertThat(document.load()).isSameAs(first);
        document.update(state -> state.plus(1));
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pin", "replace"})
    void aMigrationThatCannotBeStoredGivesItsValueAndIsStoredByTheNextSave(String operation) {
        Revision old = bench.put(V1);
        bench.storage.before(operation, FlakyStorage::fail);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(document.get()).isEqualTo(AppState.of(7));
        assertThat(bench.text()).isEqualTo(V1);

        document.update(state -> state.plus(1));
        assertThat(bench.document().get()).isEqualTo(AppState.of(8));
        assertThat(bench.isPinned(old)).isTrue();
    }

    @Test
    void aFileOfTheSeedAtTheCurrentVersionIsEdited() {
        bench.put(
                "{\n  \"version\": 2,\n  \"data\": {\n    \"new_field\": [\"a\"],\n    \"new_field_name\": 5\n  }\n}");
        Document<AppState> document = bench.document();

        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.EDITED);
        assertThat(loaded.value()).isEqualTo(new AppState(List.of("a"), 5));
        document.update(state -> state);
        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void aHandEditIsTakenAndTheLastGoodGenerationPinned() {
        bench.document().set(AppState.of(3));
        Revision good = bench.memory.revision(Bench.NAME);
        bench.put(bench.text().replace("\"new_field_name\": 3", "\"new_field_name\": 4"));

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.EDITED);
        assertThat(loaded.value()).isEqualTo(AppState.of(4));
        assertThat(bench.isPinned(good)).isTrue();
    }

    @Test
    void newerDataSurviveEverythingShortOfOverwrite() {
        Revision newer = bench.put(V99);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThat(document.get()).isEqualTo(AppState.EMPTY);
        assertFenced(document, LoadOutcome.NEWER);
        document.load();
        bench.document().get();
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(newer);
        assertThat(bench.text()).isEqualTo(V99);
        assertThat(bench.memory.history(Bench.NAME)).isEmpty();

        document.overwrite(AppState.of(1));
        document.update(state -> state.plus(1));
        assertThat(bench.document().load().value()).isEqualTo(AppState.of(2));
        assertThat(bench.isPinned(newer)).isTrue();
        assertThat(bench.generation(newer)).hasValue(V99.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void newerDataStayFencedWithAWrongChecksum() {
        bench.put("{\"version\":99,\"checksum\":\"crc32c:00000000\",\"saved\":\"2026-11-22T10:16:30Z\",\"data\":1}");

        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.NEWER);
    }

    @Test
    void theNewestGoodGenerationBeingNewerFencesToo() {
        bench.document().set(AppState.of(3));
        Revision newer = bench.put(V99);
        bench.put("{torn");
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.NEWER);
        assertFenced(document, LoadOutcome.NEWER);
        assertThat(bench.text()).isEqualTo("{torn");

        document.overwrite(AppState.of(1));
        assertThat(bench.isPinned(newer)).isTrue();
        assertThat(bench.memory.quarantine(Bench.NAME)).hasSize(1);
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":\"seven\"}}",
                "{\"version\":2,\"data\":[]}",
                "{\"version\":2}",
                "{\"version\":\"2\",\"data\":{}}",
                "{\"version\":0,\"data\":{}}",
                "{\"version\":1,\"data\":[1]}",
                "{\"version\":1,\"data\":{\"old_field_name\":1,\"new_field_name\":2}}",
                "{\"theme\":\"dark\"}",
                "[]",
                "7"
            })
    void whatDoesNotFitIsFencedAndUntouched(String text) {
        Revision stored = bench.put(text);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertFenced(document, LoadOutcome.INCOMPATIBLE);
        assertThat(bench.text()).isEqualTo(text);
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(stored);
    }

    @Test
    void theNextRightReleaseOpensWhatAWrongOneCouldNot() {
        bench.document().set(AppState.of(3));
        byte[] before = bench.bytes();
        Schema<String> wrong = Schema.of("app_state", String.class, "")
                .version(2)
                .migrate(1, data -> data)
                .withCodec(Codec.ofTree(
                        text -> JsonObject.empty().with("new_field", text), data -> data.string("new_field")));

        Document<String> document = bench.process().document(wrong);
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertThatThrownBy(() -> document.set("x")).isInstanceOf(FencedException.class);

        assertThat(bench.bytes()).isEqualTo(before);
        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void whatStopsFittingLaterDoesNotTakeTheValueFromMemory() {
        Document<AppState> document = bench.document();
        document.set(AppState.of(3));
        bench.put("{\"version\":2,\"data\":{\"new_field\":7,\"new_field_name\":1}}");

        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(document.get()).isEqualTo(AppState.of(3));
    }

    @Test
    void aMigrationThatThrowsFences() {
        bench.put(V1);
        Schema<AppState> broken = Schema.of("app_state", AppState.class, AppState.EMPTY)
                .version(2)
                .migrate(1, data -> {
                    throw new java.io.IOException("no such thing");
                })
                .withCodec(AppState.CODEC);

        Loaded<AppState> loaded = bench.process().document(broken).load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertThat(loaded.problem().orElseThrow().what()).contains("from version 1", "java.io.IOException");
        assertThat(bench.text()).isEqualTo(V1);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY_UNAVAILABLE", "WRONG_KEY", "ROLLED_BACK", "IO", "TOO_LARGE"})
    void whatCannotBeReadNowIsFencedAndTheFenceLiftsWhenItCan(Reason reason) {
        bench.document().set(AppState.of(3));
        Revision stored = bench.memory.revision(Bench.NAME);
        Document<AppState> document = bench.document();

        bench.storage.before("read", FlakyStorage.unreadable(reason, stored));
        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(expected(reason));
        assertThat(loaded.value()).isEqualTo(AppState.EMPTY);
        bench.storage.before("read", FlakyStorage.unreadable(reason, stored));
        assertThatThrownBy(() -> document.set(AppState.of(9))).isInstanceOf(FencedException.class);
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(document.update(state -> state.plus(1))).isEqualTo(AppState.of(4));
    }

    private static LoadOutcome expected(Reason reason) {
        return switch (reason) {
            case KEY_UNAVAILABLE -> LoadOutcome.KEY_UNAVAILABLE;
            case WRONG_KEY -> LoadOutcome.WRONG_KEY;
            case ROLLED_BACK -> LoadOutcome.ROLLED_BACK;
            default -> LoadOutcome.UNREADABLE;
        };
    }

    @Test
    void aMediumThatFailsIsUnreadableAndOverwriteKeepsWhatIsThere() {
        bench.document().set(AppState.of(3));
        Revision stored = bench.memory.revision(Bench.NAME);
        bench.storage.before("read", FlakyStorage::fail);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.UNREADABLE);
        bench.storage.before("read", FlakyStorage::fail);
        document.overwrite(AppState.of(9));

        assertThat(document.get()).isEqualTo(AppState.of(9));
        assertThat(bench.isPinned(stored)).isTrue();
    }

    @Test
    void aMediumThatFailsLaterDoesNotTakeTheValueFromMemory() {
        Document<AppState> document = bench.document();
        document.set(AppState.of(3));
        bench.document().set(AppState.of(4));

        bench.storage.before("read", FlakyStorage::fail);
        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.UNREADABLE);
        assertThat(document.get()).isEqualTo(AppState.of(3));
        assertThat(document.load().value()).isEqualTo(AppState.of(4));
    }

    @Test
    void generationsThatCannotBeReadNowAreNotPassedOver() {
        bench.document().set(AppState.of(3));
        bench.damage();
        bench.storage.before("readGeneration", FlakyStorage::fail);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.UNREADABLE);
        assertThat(bench.memory.quarantine(Bench.NAME)).isEmpty();
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.RECOVERED);
    }

    @Test
    void theFenceLiftsWhenTheDataBecameRight() {
        bench.put(V99);
        Document<AppState> document = bench.document();
        document.load();
        bench.put(V1);

        document.update(state -> state.plus(1));

        assertThat(bench.document().get()).isEqualTo(AppState.of(8));
    }

    @Test
    void aComponentThatTheDataLackTakesTheInitialValues() {
        bench.put("{\"version\":2,\"data\":{\"new_field_name\":5}}");
        Schema<AppState> schema = Schema.of("app_state", AppState.class, new AppState(List.of("init"), 1))
                .version(2)
                .migrate(1, data -> data)
                .withCodec(AppState.CODEC);

        Loaded<AppState> loaded = bench.process().document(schema).load();

        assertThat(loaded.value()).isEqualTo(new AppState(List.of("init"), 5));
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.EDITED);
    }

    @Test
    void anUnknownFieldIsDroppedByTheNextSaveAndKeptInAPinnedGeneration() {
        Revision stored = bench.put("{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":5,\"extra\":1}}");
        Document<AppState> document = bench.document();

        Loaded<AppState> loaded = document.load();

        assertThat(loaded.value()).isEqualTo(AppState.of(5));
        assertThat(loaded.problem().orElseThrow().what()).contains("extra");
        document.update(state -> state.plus(1));
        assertThat(bench.text()).doesNotContain("extra");
        assertThat(bench.isPinned(stored)).isTrue();
    }

    @Test
    void anEditWithAnUnknownFieldKeepsBothGenerations() {
        bench.document().set(AppState.of(3));
        Revision good = bench.memory.revision(Bench.NAME);
        Revision edited = bench.put("{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":5,\"extra\":1}}");

        bench.document().update(state -> state.plus(1));

        assertThat(bench.isPinned(good)).isTrue();
        assertThat(bench.isPinned(edited)).isTrue();
    }

    private static void assertFenced(Document<AppState> document, LoadOutcome outcome) {
        assertThatThrownBy(() -> document.set(AppState.of(9)))
                .isInstanceOfSatisfying(
                        FencedException.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
                .hasMessageContaining("overwrite");
        assertThatThrownBy(() -> document.update(state -> state.plus(1))).isInstanceOf(FencedException.class);
        assertThatThrownBy(document::delete).isInstanceOf(FencedException.class);
    }
}
