// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Layout;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Session files and databases that are refused: with a code, without a value, and all is left as it was. */
class HostileSessionFileTest {

    private static final String ALICE = "@alice:example.org";
    private static final String CANARY = "canary";

    @TempDir
    private Path directory;

    private Holdfast app;
    private OldApp old;

    @BeforeEach
    void openTheHome() throws IOException {
        app = Holdfast.builder("org.example.chat").at(directory.resolve("home")).open();
        old = OldApp.in(directory.resolve("old")).write(OldApp.fullSession(ALICE, "db_2024"));
    }

    @AfterEach
    void closeTheHome() {
        app.close();
    }

    private String importFrom(SessionFile file) {
        return app.sessions(new SessionClients()).importFrom(file).toString();
    }

    private void assertRefused(String code, SessionFile file) throws IOException {
        Map<String, String> before = OldApp.contents(directory);
        assertThatThrownBy(() -> importFrom(file)).isInstanceOfSatisfying(HoldfastException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.toString() + e.getCause()).doesNotContain(CANARY, OldApp.TOKEN, OldApp.PASSPHRASE);
        });
        assertThat(OldApp.contents(directory)).isEqualTo(before);
        assertThat(app.accounts()).isEmpty();
    }

    @Test
    void aFileThatTheDiskDoesNotGiveIsRefused() throws IOException {
        assertRefused("HF-0541", SessionFile.ofFullSession(Path.of("/proc/self/mem"), old.data()));
    }

    @TestFactory
    Stream<DynamicTest> aFileThatIsNoSessionIsRefused() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("", "HF-0543");
        codes.put("canary", "HF-0543");
        codes.put("{\"client_session\":", "HF-0543");
        codes.put(full().concat("canary"), "HF-0543");
        codes.put(full().replaceFirst("\\{", "{\"canary\":1,\"canary\":2,"), "HF-0543");
        codes.put(full().replace(OldApp.TOKEN, "canary\\ud83d"), "HF-0543");
        codes.put("[".repeat(500) + "]".repeat(500), "HF-0543");
        codes.put("[\"canary\"]", "HF-0544");
        codes.put("{\"canary\":1}", "HF-0544");
        codes.put(full().replace("\"access_token\"", "\"canary\""), "HF-0544");
        codes.put(full().replace("\"" + OldApp.PASSPHRASE + "\"", "77"), "HF-0544");
        codes.put(full().replace("\"s1\"", "[\"canary\"]"), "HF-0544");
        codes.put(full().replace("\"" + OldApp.REFRESH + "\"", "true"), "HF-0544");
        codes.put(full().replace("db_2024", "db\\u0000canary"), "HF-0544");
        codes.put(full().replace("DEVICE", ""), "HF-0545");
        codes.put(full().replace(OldApp.PASSPHRASE, ""), "HF-0545");
        codes.put(full().replace(ALICE, ""), "HF-0545");
        codes.put(full().replace("https://chat.example.org/", "canary"), "HF-0546");
        codes.put(full().replace("https://chat.example.org/", "https:canary"), "HF-0546");
        codes.put(full().replace("https://chat.example.org/", "file:///canary"), "HF-0546");
        codes.put(full().replace("https://chat.example.org/", "https://can ary"), "HF-0546");
        return codes.entrySet().stream()
                .map(each -> dynamicTest(
                        each.getValue() + " "
                                + each.getKey()
                                        .substring(0, Math.min(20, each.getKey().length())),
                        () -> assertRefused(
                                each.getValue(), old.write(each.getKey()).full())));
    }

    private static String full() {
        return text(OldApp.fullSession(ALICE, "db_2024"));
    }

    private static String text(JsonObject tree) {
        return new String(tree.print(Layout.COMPACT), StandardCharsets.UTF_8);
    }

    @Test
    void aFullSessionIsNoClientSessionAndTheOtherWayRound() throws IOException {
        assertRefused("HF-0544", old.client(ALICE));
        assertRefused("HF-0544", old.write(OldApp.clientSession("db_2024")).full());
        assertThatThrownBy(() -> old.client("")).hasMessageContaining("HF-0545");
    }

    @Test
    void aPathThatLeadsOutIsRefused() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside/db"));
        Files.createSymbolicLink(old.data().resolve("link"), outside);
        Files.createSymbolicLink(old.data().resolve("way"), directory.resolve("outside"));
        for (String path : new String[] {
            "../outside/db",
            "db_2024/../../outside/db",
            ".",
            "link",
            "way/db",
            outside.toString(),
            old.data().resolve("..").resolve("outside/db").toString(),
            old.data().toString()
        }) {
            assertRefused("HF-0547", old.write(OldApp.fullSession(ALICE, path)).full());
        }
    }

    @TestFactory
    Stream<DynamicTest> aPathIsFoundBelowTheDirectoryOfDatabases() {
        Map<String, UnaryOperator<Path>> paths = new LinkedHashMap<>();
        paths.put("relative", data -> Path.of("users/alice/db"));
        paths.put("with a dot", data -> Path.of("./users/./alice/db"));
        paths.put("absolute", data -> data.resolve("users/alice/db"));
        paths.put("of another place", data -> Path.of("/home/somebody/.local/share/chat/users/alice/db"));
        paths.put("of another user's data", data -> Path.of("/var/mobile/0A1B/users/alice/db"));
        return paths.entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> assertFound(each.getValue())));
    }

    /** Beside another that is called the same. */
    private void assertFound(UnaryOperator<Path> named) throws IOException {
        Path data = Files.createTempDirectory(directory, "data");
        OldApp there = new OldApp(data);
        Path database = Files.createDirectories(data.resolve("users/alice/db"));
        Files.writeString(database.resolve("state.db"), "rows");
        Files.createDirectories(data.resolve("db"));
        there.write(OldApp.clientSession(named.apply(data).toString()));
        Path real = database.toRealPath();
        ImportReceipt receipt = app.sessions(new SessionClients()).importFrom(there.client(data.toString()));
        assertThat(receipt.database()).contains(real);
        assertThat(app.account(data.toString()).store("db").resolve("state.db")).hasContent("rows");
        assertThat(data.resolve("db")).exists();
    }

    @Test
    void aDatabaseThatIsNotPlainIsRefused() throws IOException {
        Path odd = old.database().resolve("odd");
        Files.createSymbolicLink(odd, directory);
        assertRefused("HF-0549", old.full());
        Files.delete(odd);
        Files.createLink(odd, old.database().resolve("state.db"));
        assertRefused("HF-0549", old.full());
        Files.delete(odd);
        old.write(OldApp.fullSession(ALICE, "db_2024/state.db"));
        assertRefused("HF-0549", old.full());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsRefusedUnread() throws Exception {
        Path odd = old.database().resolve("odd");
        pipe(odd);
        assertRefused("HF-0549", old.full());
        Files.delete(odd);
        Files.delete(old.file());
        pipe(old.file());
        assertRefused("HF-0540", old.full());
    }

    private static void pipe(Path place) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void aDatabaseThatHasTheSessionFileOrTheHomeInItIsRefused() throws IOException {
        OldApp all = OldApp.in(directory.resolve("above/data")).write(OldApp.fullSession(ALICE, "data"));
        assertRefused("HF-0549", SessionFile.ofFullSession(all.file(), directory.resolve("above")));
        old.write(OldApp.fullSession(ALICE, "home"));
        assertRefused("HF-0549", SessionFile.ofFullSession(old.file(), directory));
    }

    @Test
    void aPartOfTheHomeIsNotMoved() throws IOException {
        Path data = directory.resolve("home/org.example.chat/data");
        for (String part : new String[] {"accounts", "accounts/by-user", "journal", "app"}) {
            old.write(OldApp.fullSession(ALICE, part));
            assertRefused("HF-0549", SessionFile.ofFullSession(old.file(), data));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDatabaseThatSomebodyHasOpenIsRefused() throws IOException {
        try (FileChannel open = FileChannel.open(old.database().resolve("state.db"), StandardOpenOption.READ)) {
            assertThat(open.isOpen()).isTrue();
            assertRefused("HF-0550", old.full());
        }
        assertThat(importFrom(old.full())).contains("sealed");
    }

    @Test
    void aFileThatIsNotPlainIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), old.file());
        assertRefused("HF-0540", SessionFile.ofFullSession(link, old.data()));
        assertRefused("HF-0540", SessionFile.ofFullSession(old.database(), old.data()));
        Files.createLink(directory.resolve("name"), old.file());
        assertRefused("HF-0540", old.full());
    }

    @Test
    void aFileThatIsTooLargeIsRefusedUnread() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(old.file().toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatThrownBy(() -> importFrom(old.full())).hasMessageContaining("HF-0542");
        assertThat(Files.size(old.file())).isEqualTo(1L << 40);
    }
}
