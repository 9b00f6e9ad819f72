// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Revision;
import dev.holdfast.storage.UnreadableException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No exception, log line or text of an object carries a value. */
final class SecrecyTest {

    private static final String CANARY = "xyzzy-4711";

    private final Bench bench = new Bench();
    private final RecordedLog said = new RecordedLog();

    @AfterEach
    void stopListening() {
        said.close();
    }

    @Test
    void noStoredValueIsEverSaid() {
        for (String stored : List.of(
                "{\"version\":2,\"data\":{\"new_field\":[\"#\"],\"new_field_name\":\"#\"}}",
                "{\"version\":2,\"data\":{\"new_field\":\"#\",\"new_field_name\":1}}",
                "{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":1,\"extra\":\"#\"}}",
                "{\"version\":2,\"data\":{\"new_field\":[\"#\"],\"new_field_name\":1}}",
                "{\"version\":2,\"data\":\"#\"}",
                "{\"version\":1,\"data\":{\"old_field_name\":\"#\",\"new_field_name\":\"#\"}}",
                "{\"version\":1,\"data\":\"#\"}",
                "{\"version\":\"#\",\"data\":\"#\"}",
                "{\"version\":99,\"data\":\"#\"}",
                "{\"version\":2,\"data\":\"#",
                "{\"version\":2,\"data\":[#]}",
                "#")) {
            bench.put(stored.replace("#", CANARY));
            Document<AppState> document = bench.document();
            said.add(document.load().toString());
            said.add(document.toString());
            note(catchThrowable(() -> document.update(state -> state.plus(1))));
            note(catchThrowable(
                    () -> JsonValue.parse(stored.replace("#", CANARY).getBytes(StandardCharsets.UTF_8))));
            bench.memory.forgetHistory(Bench.NAME);
        }

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith("SEVERE HF-0221"))
                .noneMatch(line -> line.contains(CANARY));
    }

    @Test
    void noValueOfAnOldFileIsEverSaid(@TempDir Path directory) throws IOException {
        for (String old : List.of(
                "{\"new_field\":[\"#\"],\"new_field_name\":1,\"extra\":\"#\"}",
                "{\"new_field\":[\"other #\"],\"new_field_name\":1}",
                "{\"new_field\":\"#\",\"new_field_name\":1}",
                "{\"version\":99,\"data\":\"#\"}",
                "{\"version\":1,\"data\":\"#\"}",
                "\"#",
                "#")) {
            Path file = Files.writeString(directory.resolve("old.json"), old.replace("#", CANARY));
            note(catchThrowable(() -> bench.process().adopt(AppState.V2, file, 2)));
        }

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith("WARNING HF-0272") && line.contains("field extra"))
                .anyMatch(line -> line.contains("HF-0268"))
                .anyMatch(line -> line.contains("HF-0269"))
                .noneMatch(line -> line.contains(CANARY));
    }

    @Test
    void aTroubleThatLastsIsSaidOnce() {
        bench.document().set(AppState.of(3));
        Revision stored = bench.memory.revision(Bench.NAME);
        Document<AppState> document = bench.document();

        for (int attempt = 0; attempt < 3; attempt++) {
            bench.storage.before("read", FlakyStorage.unreadable(Reason.KEY_UNAVAILABLE, stored));
            assertThat(document.load().outcome()).isEqualTo(LoadOutcome.KEY_UNAVAILABLE);
        }

        assertThat(said.lines()).filteredOn(line -> line.contains("HF-0223")).hasSize(1);
    }

    @Test
    void whatCodecsAndMigrationsThrowIsNotQuoted() {
        bench.put("{\"version\":1,\"data\":{\"old_field_name\":1}}");
        Schema<AppState> telling = Schema.of("app_state", AppState.class, AppState.EMPTY)
                .version(2)
                .migrate(1, data -> {
                    throw new IllegalStateException(CANARY);
                })
                .withCodec(Codec.ofTree(
                        state -> {
                            throw new IllegalStateException(CANARY);
                        },
                        data -> {
                            throw new IllegalStateException(CANARY);
                        }));
        Document<AppState> document = bench.process().document(telling);

        said.add(document.load().toString());
        note(catchThrowable(() -> document.overwrite(AppState.EMPTY)));
        bench.put("{\"version\":2,\"data\":{\"old_field_name\":1}}");
        said.add(document.load().toString());

        assertThat(said.lines())
                .anyMatch(line -> line.contains("HF-0206"))
                .anyMatch(line -> line.contains("HF-0222"))
                .noneMatch(line -> line.contains(CANARY));
    }

    @Test
    void newerDataAreAnErrorInTheLogOnceForARevision() {
        bench.put("{\"version\":99,\"data\":{}}");
        Document<AppState> document = bench.document();

        document.load();
        document.load();
        document.get();

        assertThat(said.lines()).hasSize(1).allMatch(line -> line.startsWith("SEVERE HF-0221: version 99 is stored"));
    }

    @Test
    void aDroppedFieldIsOneWarningWithItsName() {
        bench.put("{\"version\":2,\"data\":{\"new_field\":[],\"new_field_name\":1,\"extra\":2}}");

        bench.document().load();

        assertThat(said.lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("WARNING HF-0228") && line.contains("extra"));
    }

    private void note(Throwable thrown) {
        if (thrown != null) {
            said.add(thrown);
        }
    }
}
