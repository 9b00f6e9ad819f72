// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Diff;
import dev.holdfast.state.Document;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Rehearsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts a document of version 1 where version 2 is expected, and opens it. */
final class MigrateStep implements Step {

    private static final String VERSION_1 = "{\"version\":1,\"data\":{\"old_field_name\":7}}";

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String title() {
        return "A document of version 1 is rehearsed, then opened, by code of version 2";
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException {
        try (Holdfast app = stage.open()) {
            Document<AppState> document = app.document(AppState.SCHEMA);
            Path file = Path.of(document.location());
            Files.writeString(file, VERSION_1);
            findings.show("before", Files.readString(file));
            Rehearsed rehearsed = app.rehearse(AppState.SCHEMA).get(0);
            findings.show("rehearsed", stage.withRelativePaths(rehearsed.toString()));
            findings.claim("a rehearsal changes nothing", VERSION_1, Files.readString(file));
            Loaded<AppState> loaded = document.load();
            findings.show("after", Files.readString(file));
            findings.claim("it is migrated", LoadOutcome.MIGRATED, loaded.outcome());
            findings.claim("as was rehearsed", rehearsed.outcome(), loaded.outcome());
            findings.claim("to the very fields", rehearsed.diff(), diff(file));
            findings.claim("the old field has its new name", 7L, loaded.value().newFieldName());
            findings.claim(
                    "the new field has its default", List.of(), loaded.value().newField());
        }
        findings.claim(
                "the old document is kept, byte for byte",
                1,
                stage.files()
                        .holding(VERSION_1.getBytes(StandardCharsets.UTF_8))
                        .size());
        reopen(stage, findings);
    }

    private static Diff diff(Path file) throws IOException {
        return Diff.between(data(VERSION_1.getBytes(StandardCharsets.UTF_8)), data(Files.readAllBytes(file)));
    }

    private static JsonValue data(byte[] envelope) {
        return ((JsonObject) JsonValue.parse(envelope)).object("data");
    }

    private static void reopen(Stage stage, Findings findings) {
        try (Holdfast app = stage.open()) {
            Loaded<AppState> again = app.document(AppState.SCHEMA).load();
            findings.claim("the next start finds version 2", LoadOutcome.LOADED, again.outcome());
            findings.claim("with the same value", 7L, again.value().newFieldName());
        }
    }
}
