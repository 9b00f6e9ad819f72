// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.state.NewerReadableTest.Tree;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {

    private static final String VERSION_1 = "{\"version\":1,\"data\":{\"old_field_name\":41}}";

    @TempDir
    private Path directory;

    private final Bench bench = new Bench();
    private final Rehearsal rehearsal = Rehearsal.of(AppState.V2);

    private Rehearsed rehearse() {
        return rehearsal.run(bench.storage, Bench.NAME);
    }

    @Test
    void aMigrationIsToldWithoutAValueAndWritesNothing() {
        bench.put(VERSION_1);
        bench.storage.takeCalls();

        Rehearsed rehearsed = rehearse();

        assertThat(rehearsed.isWell()).isTrue();
        assertThat(rehearsed.isStored()).isTrue();
        assertThat(rehearsed).hasToString("""
                memory: app/app_state.json: MIGRATED, version 1 -> 2, 1 to be pinned, to be stored
                  - old_field_name: number
                  + new_field: array of 0
                  + new_field_name: number""");
        assertThat(rehearsed.withValues()).contains("41");
        assertThat(bench.storage.takeCalls()).doesNotContain("replace", "pin", "setAside", "confirm", "delete");
        assertThat(bench.text()).isEqualTo(VERSION_1);
    }

    @Test
    void nothingStoredIsMissing() {
        assertThat(rehearse()).hasToString("memory: app/app_state.json: MISSING");
    }

    @Test
    void whatIsCurrentStaysAsItIs() {
        bench.document().set(AppState.of(1));

        assertThat(rehearse()).hasToString("memory: app/app_state.json: LOADED, version 2 -> 2");
    }

    @Test
    void aFieldThatTheNextSaveWouldDropIsTold() {
        bench.put("{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":1,\"gone\":\"x\"}}");

        Rehearsed rehearsed = rehearse();

        assertThat(rehearsed.diff()).hasToString("- gone: string");
        assertThat(rehearsed.problem().orElseThrow().code()).isEqualTo("HF-0228");
    }

    @Test
    void aNewerFileWouldBeFenced() {
        bench.put("{\"version\":99,\"data\":{\"a\":1}}");

        Rehearsed rehearsed = rehearse();

        assertThat(rehearsed.outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThat(rehearsed.isWell()).isFalse();
        assertThat(rehearsed.from()).hasValue(99);
        assertThat(rehearsed.diff().isEmpty()).isTrue();
    }

    @Test
    void aMigrationThatThrowsIsAnOutcome() {
        bench.put("{\"version\":1,\"data\":{\"old_field_name\":\"secret\"}}");

        Rehearsed rehearsed = rehearse();

        assertThat(rehearsed.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertThat(rehearsed.toString()).contains("HF-0222").doesNotContain("secret");
    }

    @Test
    void damageWouldBeRecoveredAndGoToQuarantine() {
        bench.document().set(AppState.of(1));
        bench.damage();
        byte[] damaged = bench.bytes();

        Rehearsed rehearsed = rehearse();

        assertThat(rehearsed.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(rehearsed.quarantined()).isEqualTo(1);
        assertThat(bench.bytes()).isEqualTo(damaged);
    }

    @Test
    void aFileIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("state.json"), VERSION_1);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

        Rehearsed rehearsed = rehearsal.run(file);

        assertThat(rehearsed.location()).isEqualTo(file.toString());
        assertThat(rehearsed.outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(file).hasContent(VERSION_1);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1_000_000));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileWithoutAnEnvelopeHasTheVersionThatIsAssumed() throws IOException {
        Path file = Files.writeString(directory.resolve("state.json"), "\ufeff{\"old_field_name\":41}");

        assertThat(rehearsal.run(file, 1).from()).hasValue(1);
        assertThat(rehearsal.run(file, 1).outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(rehearsal.run(file).outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> rehearsal.run(directory.resolve("none.json"))).isInstanceOf(IOException.class);
    }

    @Test
    void theRehearsalIsWhatTheMigrationThenDoes() {
        RandomJson.forAll(random -> {
            Bench home = new Bench();
            JsonObject data = random.object("ku");
            home.process().document(MigrationChainTest.schema(List.of())).set(new Tree(data));
            Schema<Tree> schema = MigrationChainTest.schema(MigrationChainTest.steps(random));
            byte[] before = home.bytes();

            Rehearsed rehearsed = Rehearsal.of(schema).run(home.storage, Bench.NAME);
            assertThat(home.bytes()).isEqualTo(before);
            Loaded<Tree> loaded = home.process().document(schema).load();

            assertThat(rehearsed.outcome()).isEqualTo(loaded.outcome());
            assertThat(rehearsed.problem()).isEqualTo(loaded.problem());
            assertThat(rehearsed.diff())
                    .isEqualTo(Diff.between(data, home.envelope().object("data")));
            assertThat(home.memory.history(Bench.NAME))
                    .filteredOn(it -> it.pinned())
                    .hasSize(rehearsed.pinned());
        });
    }

    @Test
    void theRehearsalOfAnyBytesIsWhatTheLoadThenDoes() {
        RandomJson.forAll(random -> {
            Bench home = new Bench();
            Document<AppState> first = home.document();
            for (int i = random.below(3); i > 0; i--) {
                first.set(AppState.of(i));
            }
            byte[] bytes = home.memory
                    .read(Bench.NAME)
                    .map(it -> it.bytes())
                    .orElse(VERSION_1.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            bytes[random.below(bytes.length)] = (byte) random.below(128);
            Revision current = home.memory.revision(Bench.NAME);
            home.memory.replace(Bench.NAME, current, bytes, Durability.DURABLE);

            Rehearsed rehearsed = rehearsal.run(home.storage, Bench.NAME);
            Loaded<AppState> loaded = home.document().load();

            assertThat(rehearsed.outcome()).isEqualTo(loaded.outcome());
            assertThat(rehearsed.quarantined()).isEqualTo(loaded.quarantined().size());
        });
    }
}
