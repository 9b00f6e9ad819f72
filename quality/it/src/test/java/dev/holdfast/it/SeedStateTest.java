// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.it.Seed.AppState;
import dev.holdfast.state.Document;
import dev.holdfast.state.FencedException;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.storage.AppPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seed's versioned state: its files are read as it reads them, and it reads ours. */
class SeedStateTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void aHomeIsThere() {
        Holdfast.builder(Seed.APP).at(directory).open().close();
        file = AppPaths.under(Seed.APP, directory).data().resolve("app/app_state.json");
    }

    private Holdfast open() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
        return Holdfast.builder(Seed.APP).at(directory).clock(clock).open();
    }

    private Loaded<AppState> load(byte[] stored) throws IOException {
        Files.write(file, stored);
        try (Holdfast app = open()) {
            return app.document(Seed.SCHEMA).load();
        }
    }

    private Loaded<AppState> load(String stored) throws IOException {
        return load(stored.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void loadWithMigration() throws IOException {
        Loaded<AppState> loaded = load(Seed.file("state-v2.json"));

        assertThat(loaded.value()).isEqualTo(Seed.STATE);
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.EDITED);
    }

    @Test
    void migrateV1ToV2() throws IOException {
        Loaded<AppState> loaded = load("{\"version\":1,\"data\":{\"old_field_name\":7}}");

        assertThat(loaded.value()).isEqualTo(new AppState(List.of(), 7));
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.MIGRATED);
    }

    @Test
    void theFileBeforeAMigrationIsKept() throws IOException {
        load(Seed.file("state-v1.json"));

        try (var files = Files.list(file.getParent())) {
            assertThat(files.filter(it -> !it.equals(file)))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).hasBinaryContent(Seed.file("state-v1.json")));
        }
    }

    @Test
    void versionedState() throws IOException {
        load(Seed.file("state-v1.json"));

        assertThat(Files.readString(file))
                .startsWith("{\n  \"version\": 2,\n")
                .endsWith("\n  \"data\": {\n    \"new_field\": [],\n    \"new_field_name\": 7\n  }\n}\n");
    }

    @Test
    void saveVersioned() throws IOException {
        try (Holdfast app = open()) {
            app.document(Seed.SCHEMA).set(Seed.STATE);
        }

        assertThat(file).hasBinaryContent(Seed.file("state-ours.json"));
    }

    @Test
    void anUnknownVersionGivesTheDefaultAndIsLeftAlone() throws IOException {
        Files.write(file, Seed.file("state-v99.json"));
        try (Holdfast app = open()) {
            Document<AppState> state = app.document(Seed.SCHEMA);

            assertThat(state.load().outcome()).isEqualTo(LoadOutcome.NEWER);
            assertThat(state.get()).isEqualTo(AppState.EMPTY);
            assertThatThrownBy(() -> state.set(Seed.STATE)).isInstanceOf(FencedException.class);
        }
        assertThat(file).hasBinaryContent(Seed.file("state-v99.json"));
    }

    @Test
    void whatTheSeedCannotReadIsAnOutcomeAndIsLeftAlone() throws IOException {
        String negative = "{\"version\":-1,\"data\":{}}";
        String noVersion = "{\"data\":{}}";
        String otherType = "{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":\"seven\"}}";
        for (String stored : List.of(negative, noVersion, otherType)) {
            assertThat(load(stored).outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
            assertThat(file).hasContent(stored);
        }
    }

    @Test
    void aMigrationOverwritesNoFieldThatIsThere() throws IOException {
        Loaded<AppState> kept = load("{\"version\":1,\"data\":{\"new_field\":[\"mine\"],\"old_field_name\":7}}");
        assertThat(kept.value()).isEqualTo(new AppState(List.of("mine"), 7));

        Loaded<AppState> both = load("{\"version\":1,\"data\":{\"new_field_name\":1,\"old_field_name\":7}}");
        assertThat(both.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
    }
}
