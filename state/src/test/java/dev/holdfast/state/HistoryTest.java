// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Generation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {

    private final Bench bench = new Bench();
    private final Documents documents = bench.process();
    private final Document<AppState> document = documents.document(AppState.V2);
    private final History<AppState> history = document.history();

    private List<Generation> afterSaves(int... values) {
        for (int value : values) {
            document.set(AppState.of(value));
        }
        return history.list();
    }

    @Test
    void theGenerationsAreListedNewestFirstWithTheirValues() {
        List<Generation> generations = afterSaves(1, 2, 3);

        assertThat(generations)
                .extracting(it -> history.load(it).value())
                .containsExactly(AppState.of(2), AppState.of(1));
        assertThat(generations).extracting(it -> history.load(it).outcome()).containsOnly(LoadOutcome.LOADED);
        assertThat(history.load(generations.get(0)).recovered()).contains(generations.get(0));
    }

    @Test
    void lookingWritesNothing() {
        Generation generation = afterSaves(1, 2).get(0);
        bench.storage.takeCalls();

        history.load(generation);
        history.diff(generation);

        assertThat(bench.storage.takeCalls()).doesNotContain("replace", "pin", "setAside", "confirm");
        assertThat(document.get()).isEqualTo(AppState.of(2));
    }

    @Test
    void differencesAreTold() {
        List<Generation> generations = afterSaves(1, 2, 3);

        assertThat(history.diff(generations.get(0)).withValues()).isEqualTo("~ new_field_name: 2 -> 3");
        assertThat(history.diff(generations.get(1), generations.get(0)).withValues())
                .isEqualTo("~ new_field_name: 1 -> 2");
    }

    @Test
    void aRestoredGenerationIsANewSave() {
        Generation generation = afterSaves(1, 2, 3).get(1);
        long sequence = bench.envelope().integer("sequence");

        assertThat(history.restore(generation)).isEqualTo(AppState.of(1));

        assertThat(document.get()).isEqualTo(AppState.of(1));
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
        assertThat(bench.envelope().integer("sequence")).isEqualTo(sequence + 1);
        assertThat(history.load(history.list().get(0)).value()).isEqualTo(AppState.of(3));
        assertThat(history.list()).contains(generation);
    }

    @Test
    void restoringGoesOverWhatAnotherProcessStored() {
        Generation generation = afterSaves(1, 2).get(0);
        bench.document().set(AppState.of(9));

        history.restore(generation);

        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
        assertThat(history.load(history.list().get(0)).value()).isEqualTo(AppState.of(9));
    }

    @Test
    void anOlderVersionsGenerationIsMigrated() {
        bench.put("{\"version\":1,\"data\":{\"old_field_name\":4}}");
        document.load();
        document.set(AppState.of(5));
        List<Generation> generations = history.list();
        Generation oldest = generations.get(generations.size() - 1);

        assertThat(history.load(oldest).outcome()).isEqualTo(LoadOutcome.MIGRATED);
        history.restore(oldest);

        assertThat(bench.document().get()).isEqualTo(AppState.of(4));
        assertThat(bench.envelope().integer("version")).isEqualTo(2);
    }

    @Test
    void aGenerationThatThisVersionMayReadKeepsWhatItDoesNotKnow() {
        String newer =
                "{\"version\":3,\"oldest_reader\":2,\"data\":{\"new_field\":[],\"new_field_name\":4,\"extra\":true}}";
        bench.put(newer);
        document.set(AppState.of(5));
        bench.put(newer.replace("true", "false"));
        List<Generation> generations = history.list();

        history.restore(generations.get(generations.size() - 1));

        assertThat(bench.envelope().integer("version")).isEqualTo(3);
        assertThat(bench.envelope().object("data").bool("extra")).isTrue();
    }

    @Test
    void aGenerationThatCannotBeReadIsNotRestored() {
        bench.put("{\"version\":99,\"data\":{}}");
        document.overwrite(AppState.of(1));
        Generation newer = history.list().get(0);

        assertThat(history.load(newer).outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThatThrownBy(() -> history.restore(newer)).isInstanceOf(FencedException.class);

        assertThat(document.get()).isEqualTo(AppState.of(1));
    }

    @Test
    void aFenceIsNotWrittenOver() {
        Generation generation = afterSaves(1, 2).get(0);
        bench.put("{\"version\":99,\"data\":{}}");

        assertThatThrownBy(() -> history.restore(generation)).isInstanceOf(FencedException.class);

        assertThat(bench.text()).contains("99");
    }

    @Test
    void aDamagedGenerationIsAnError() {
        afterSaves(1);
        bench.damage();
        bench.memory.replace(
                Bench.NAME,
                bench.memory.revision(Bench.NAME),
                "{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":3}}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                dev.holdfast.storage.Durability.DURABLE);
        Generation damaged = history.list().get(0);

        assertThatThrownBy(() -> history.load(damaged)).hasMessageStartingWith("HF-0256");
        assertThatThrownBy(() -> history.diff(damaged)).hasMessageStartingWith("HF-0256");
        assertThatThrownBy(() -> history.restore(damaged)).hasMessageStartingWith("HF-0256");
    }

    @Test
    void aGenerationThatIsNotKeptAnyMoreIsAnError() {
        Generation generation = afterSaves(1, 2).get(0);
        bench.memory.forgetHistory(Bench.NAME);

        assertThatThrownBy(() -> history.load(generation)).hasMessageStartingWith("HF-0255");
        assertThatThrownBy(() -> history.diff(generation)).hasMessageStartingWith("HF-0255");
        assertThatThrownBy(() -> history.restore(generation)).hasMessageStartingWith("HF-0255");
        assertThatThrownBy(() -> history.pin(generation)).hasMessageStartingWith("HF-0255");
    }

    @Test
    void aPinnedGenerationIsKeptForGood() {
        Generation generation = afterSaves(1, 2).get(0);

        history.pin(generation);
        for (int i = 3; i < 50; i++) {
            document.set(AppState.of(i));
        }

        assertThat(bench.isPinned(generation.revision())).isTrue();
        assertThat(history.load(generation).value()).isEqualTo(AppState.of(1));
    }

    @Test
    void aClosedDocumentHasNoHistory() {
        documents.close();

        assertThatThrownBy(history::list).hasMessageStartingWith("HF-0233");
    }
}
