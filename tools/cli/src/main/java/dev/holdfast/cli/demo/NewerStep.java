// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.FencedException;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts a document of a version that nobody here knows in place, and does all that an app can do short of overwriting. */
final class NewerStep implements Step {

    private static final String VERSION_99 = "{\"version\":99,\"data\":{\"theme\":{\"hue\":211},\"pinned\":\"all\"}}";

    @Override
    public String name() {
        return "newer";
    }

    @Override
    public String title() {
        return "A file from a newer version is left alone";
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException {
        Path file = put(stage);
        use(stage, "first start", findings);
        use(stage, "second start", findings);
        findings.show("the file, afterwards", Files.readString(file));
        findings.claim("it is the same, byte for byte", VERSION_99, Files.readString(file));
        findings.claim(
                "it lies there once, and where it lay",
                List.of(stage.relative(file)),
                stage.files().holding(VERSION_99.getBytes(StandardCharsets.UTF_8)));
    }

    private static Path put(Stage stage) throws IOException {
        try (Holdfast app = stage.open()) {
            return Files.writeString(Path.of(app.document(Settings.SCHEMA).location()), VERSION_99);
        }
    }

    private static void use(Stage stage, String start, Findings findings) {
        try (Holdfast app = stage.open()) {
            Document<Settings> document = app.document(Settings.SCHEMA);
            Loaded<Settings> loaded = document.load();
            findings.claim(start + ": the load tells that it is newer", LoadOutcome.NEWER, loaded.outcome());
            findings.claim(
                    start + ": the app goes on with the initial value", Settings.SCHEMA.initial(), document.get());
            findings.claim(
                    start + ": it is logged as an error",
                    Optional.of(true),
                    loaded.problem().map(problem -> stage.log().has("ERROR: " + problem)));
            List<Runnable> writes = List.of(
                    () -> document.update(Settings::dark),
                    () -> document.set(loaded.value().dark()),
                    document::delete);
            long refused = writes.stream().filter(NewerStep::isRefused).count();
            findings.claim(start + ": update, set and delete are refused", (long) writes.size(), refused);
            app.clearAllCaches();
        }
    }

    private static boolean isRefused(Runnable write) {
        try {
            write.run();
            return false;
        } catch (FencedException fenced) {
            return true;
        }
    }
}
