// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.it.SnippetWorld.AppState;
import dev.holdfast.it.SnippetWorld.ChatClient;
import dev.holdfast.it.SnippetWorld.ChatClients;
import dev.holdfast.it.SnippetWorld.Heavy;
import dev.holdfast.storage.AppPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java on the project's pages compiles; those of the surface, docs/api.md, do what they say. */
class SnippetsTest {

    private static final String HOME = "dev.holdfast.home";
    private static final Path API = Reactor.ROOT.resolve("docs/api.md");

    @TempDir
    private static Path output;

    private static SnippetCompiler compiler;

    @TempDir
    private Path home;

    private final SnippetWorld world = new SnippetWorld();

    @BeforeAll
    static void openTheCompiler() {
        compiler = new SnippetCompiler(output);
    }

    @AfterAll
    static void closeTheCompiler() throws IOException {
        compiler.close();
    }

    @BeforeEach
    void keepAwayFromThePlatformsDirectories() {
        System.setProperty(HOME, home.toString());
        ChatClients.LOG.clear();
    }

    @AfterEach
    void leaveThePropertyAsItWas() {
        System.clearProperty(HOME);
    }

    @TestFactory
    Stream<DynamicTest> everyBlockCompiles() throws IOException {
        return pages().stream()
                .flatMap(page -> Snippet.of(page).stream())
                .filter(Snippet::isForThisJava)
                .map(snippet -> dynamicTest(snippet.where(), () -> compiler.compile(snippet)));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Reactor.ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(Reactor.ROOT.resolve("README.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    @Test
    void fiveLinesKeepTheSettings() throws Exception {
        run(section("1."));
        assertThat(AppPaths.of(Chat.APP).data().resolve("app/settings.json"))
                .content()
                .contains("\"theme\": \"dark\"");
    }

    @Test
    void theReadmesFirstBlockIsThatOfTheSurface() {
        Snippet first = Snippet.of(Reactor.ROOT.resolve("README.md")).get(0);
        assertThat(first.code()).isEqualTo(section("1.").get(0).code());
    }

    @Test
    void theSeedsFileIsMigrated() throws Exception {
        Path file = inOpenHome("{\"version\":1,\"data\":{\"old_field_name\":7}}");
        try (Holdfast app = Holdfast.open(Chat.APP)) {
            world.app = app;
            run(section("2."));
            assertThat(world.ui.shown).isEmpty();
            assertThat(app.document(SnippetWorld.STATE).get()).isEqualTo(new AppState(List.of(), 7));
        }
        assertThat(file).content().contains("\"new_field_name\": 7", "\"version\": 2");
    }

    @Test
    void aNewerFileIsSaidToBeOpenedWithoutSaving() throws Exception {
        String newer = "{\"version\":99,\"data\":{\"other\":7}}";
        Path file = inOpenHome(newer);
        try (Holdfast app = Holdfast.open(Chat.APP)) {
            world.app = app;
            run(section("2."));
        }
        assertThat(world.ui.shown).containsExactly("Written by a newer version: opened without saving");
        assertThat(file).hasContent(newer);
    }

    private static Path inOpenHome(String state) throws IOException {
        Holdfast.open(Chat.APP).close();
        return Files.writeString(AppPaths.of(Chat.APP).data().resolve("app/app_state.json"), state);
    }

    @Test
    void aSessionIsSavedAndThenRestored() throws Exception {
        List<Snippet> signInOrRestore = section("3.").stream()
                .filter(snippet -> snippet.code().contains("restoreLatest"))
                .filter(Snippet::isForThisJava)
                .toList();
        assertThat(signInOrRestore).isNotEmpty();
        for (int i = 0; i < 1 + signInOrRestore.size(); i++) {
            try (Holdfast app = Holdfast.open(Chat.APP)) {
                world.app = app;
                run(List.of(signInOrRestore.get(i % signInOrRestore.size())));
                assertThat(app.accounts()).containsExactly(Chat.ALICE);
            }
        }
        assertThat(ChatClients.LOG).startsWith("log in", "close", "rebuild", "close");
        assertThat(ChatClients.LOG).containsOnlyOnce("log in");
    }

    @Test
    void refreshedTokensAreSaved() throws Exception {
        try (Holdfast app = Holdfast.open(Chat.APP)) {
            Restored<ChatClient> restored = signIn(app);
            world.handle = restored.handle();
            run(section("3.").stream()
                    .filter(snippet -> snippet.code().contains("refresh"))
                    .toList());
            assertThat(restored.handle().session().clientData().reveal()).containsExactly(1);
        }
    }

    @Test
    void whatHangsOnTheAccountGoesWithIt() throws Exception {
        try (Holdfast app = Holdfast.open(Chat.APP)) {
            world.restored = signIn(app);
            run(section("4."));
            assertThat(app.accounts()).isEmpty();
        }
        assertThat(ChatClients.LOG).containsExactly("log in", "close", "revoke");
    }

    @Test
    void heavyThingsAreLoadedWhenTheyAreNeeded() throws Exception {
        run(section("5."));
        assertThat(world.ui.shown).containsExactly(Heavy.load());
    }

    private static Restored<ChatClient> signIn(Holdfast app) {
        return app.sessions(new ChatClients()).signIn(handle -> ChatClients.logIn(handle, Chat.ALICE, "password"));
    }

    private void run(List<Snippet> snippets) throws Exception {
        compiler.run(snippets, world);
    }

    private static List<Snippet> section(String number) {
        List<Snippet> found = Snippet.of(API).stream()
                .filter(snippet -> snippet.section().startsWith(number))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }
}
