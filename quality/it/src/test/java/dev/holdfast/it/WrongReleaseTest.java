// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.FencedException;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that cannot read what another one wrote destroy nothing, whatever the app does short of overwriting. */
class WrongReleaseTest {

    private static final Schema<Right> RIGHT = Schema.of("profile", Right.class, new Right("nobody", List.of()));
    private static final Schema<Wrong> WRONG = Schema.of("profile", Wrong.class, new Wrong(0, Map.of()));
    private static final Right VALUE = new Right("alice", List.of("a", "b"));

    @TempDir
    private Path directory;

    /** What the right release stores. */
    record Right(String name, List<String> friends) {}

    /** What a release believes that forgot to count the version up. */
    record Wrong(int name, Map<String, String> friends) {}

    @Test
    void aReleaseWhoseRecordDoesNotBindLeavesTheAppsDocumentAlone() throws Exception {
        try (Holdfast app = Chat.open(directory)) {
            app.document(RIGHT).set(new Right("before", List.of()));
            app.document(RIGHT).set(VALUE);
        }
        Map<String, String> stored = stored();
        runTheWrongRelease("app");
        assertThat(stored()).isEqualTo(stored);
        try (Holdfast app = Chat.open(directory)) {
            assertThat(app.document(RIGHT).load().outcome()).isEqualTo(LoadOutcome.LOADED);
            assertThat(app.document(RIGHT).get()).isEqualTo(VALUE);
        }
    }

    @Test
    void aReleaseWhoseRecordDoesNotBindLeavesASealedDocumentAlone() throws Exception {
        try (Holdfast app = Chat.open(directory)) {
            Chat.signIn(app).document(RIGHT).set(VALUE);
        }
        Map<String, String> stored = stored();
        runTheWrongRelease("account");
        assertThat(stored()).isEqualTo(stored);
        try (Holdfast app = Chat.open(directory)) {
            Document<Right> document = app.account(Chat.ALICE).document(RIGHT);
            assertThat(document.load().outcome()).isEqualTo(LoadOutcome.LOADED);
            document.update(profile -> new Right(profile.name(), List.of()));
            assertThat(document.get()).isEqualTo(new Right("alice", List.of()));
        }
    }

    @Test
    void aFileOfANewerVersionStaysAsItIs() throws Exception {
        Chat.open(directory).close();
        Path file = directory.resolve("org.example.chat/data/app/profile.json");
        Files.writeString(file, "{\"version\": 99,  \"data\":{\"name\":\"alice\",\"friends\":[\"a\"],\"new\":1}}\n");
        Map<String, String> stored = stored();
        runTheWrongRelease("app", LoadOutcome.NEWER);
        try (Holdfast app = Chat.open(directory)) {
            doEverything(app.document(RIGHT), LoadOutcome.NEWER, RIGHT);
        }
        assertThat(stored()).isEqualTo(stored);
    }

    @Test
    void onlyOverwritingLiftsTheFenceAndWhatWasThereIsKept() throws Exception {
        Chat.open(directory).close();
        Path file = directory.resolve("org.example.chat/data/app/profile.json");
        String newer = "{\"version\":99,\"data\":{\"name\":\"alice\"}}";
        Files.writeString(file, newer);
        try (Holdfast app = Chat.open(directory)) {
            app.document(RIGHT).overwrite(VALUE);
            app.document(RIGHT).update(profile -> new Right(profile.name(), List.of()));
        }
        assertThat(file).content().contains("\"version\": 1,");
        assertThat(HomeFiles.all(file.resolve("..").normalize()))
                .anySatisfy(kept -> assertThat(kept).hasContent(newer));
    }

    private void runTheWrongRelease(String where) throws Exception {
        runTheWrongRelease(where, LoadOutcome.INCOMPATIBLE);
    }

    private void runTheWrongRelease(String where, LoadOutcome expected) throws Exception {
        try (ChildJvm child = ChildJvm.start(WrongRelease.class, directory, where, expected)) {
            child.end();
        }
    }

    /** The content of every file that belongs to the document. */
    private Map<String, String> stored() throws Exception {
        Map<String, String> contents = new HashMap<>();
        for (String file : HomeFiles.regular(directory)) {
            if (file.contains("profile")) {
                contents.put(file, Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(contents).isNotEmpty();
        return contents;
    }

    /** Does to a document that it cannot read all that an app may do, but for overwriting. */
    static final class WrongRelease {
        public static void main(String[] arguments) {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Document<Wrong> document = arguments[1].equals("app")
                        ? app.document(WRONG)
                        : app.account(Chat.ALICE).document(WRONG);
                doEverything(document, LoadOutcome.valueOf(arguments[2]), WRONG);
                app.clearAllCaches();
            }
        }
    }

    private static <T> void doEverything(Document<T> document, LoadOutcome expected, Schema<T> schema) {
        for (int i = 0; i < 2; i++) {
            assertThat(document.get()).isEqualTo(schema.initial());
            assertThatThrownBy(() -> document.update(value -> value)).isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> document.set(schema.initial())).isInstanceOf(FencedException.class);
            assertThatThrownBy(document::delete).isInstanceOf(FencedException.class);
            assertThat(document.load().outcome()).isEqualTo(expected);
            assertThat(document.load().problem()).isPresent();
        }
    }
}
