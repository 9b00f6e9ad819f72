// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that keep their keys in gnome-keyring, each a process of its own, on a bus of its own. */
@Tag("real")
class OsKeyringTest {

    @TempDir
    private Path directory;

    private Desktop desktop;

    @BeforeEach
    void logIn() throws Exception {
        desktop = Desktop.in(directory.resolve("d")).withKeyring().startBus();
    }

    @AfterEach
    void logOut() throws IOException {
        desktop.close();
    }

    private Path home() {
        return directory.resolve("home");
    }

    @Test
    void itKeepsTheContractOfAVault() throws Exception {
        Path own = directory.resolve("c");
        Desktop template = Desktop.in(own);
        List<String> counts = run(template.program(), List.of(OsKeyringContract.option(own)), OsKeyringContract.class);
        assertThat(counts).hasSize(2);
        assertThat(Integer.parseInt(counts.get(0))).isGreaterThan(15);
        assertThat(counts.get(1)).isEqualTo(counts.get(0));
    }

    @Test
    void aSessionIsRestoredInTheNextProcessAndLoggedOutForGood() throws Exception {
        desktop.awaitKeyring();
        run("sign in");
        assertThat(HomeFiles.regular(home())).noneMatch(file -> file.contains("/keys/"));
        assertThat(run("restore")).containsExactly("Restored");
        exchange(desktop);
        assertThat(run("restore")).containsExactly("Restored");
        Path copy = directory.resolve("copy");
        HomeFiles.copy(home(), copy);
        assertThat(run("log out")).containsExactly("DONE", "complete");
        assertThat(run("restore")).containsExactly("NoSession");
        Files.move(home(), directory.resolve("after log-out"));
        Files.move(copy, home());
        assertThat(run("restore")).containsExactly("KEY_LOST");
    }

    @Test
    void withALockedKeyringNothingIsLostAndNobodyIsWaitedFor() throws Exception {
        desktop.awaitKeyring();
        run("sign in");
        exchange(desktop.withLockedKeyring());
        assertThat(run("open")).containsExactly("HF-0364");
        assertThat(run("restore")).containsExactly("KEY_UNAVAILABLE");
        exchange(desktop.withKeyring());
        assertThat(run("restore")).containsExactly("Restored");
    }

    @Test
    void aLogOutWithALockedKeyringIsFinishedOnceItIsUnlocked() throws Exception {
        desktop.awaitKeyring();
        run("sign in");
        exchange(desktop.withLockedKeyring());
        assertThat(run("log out")).containsExactly("PENDING", "pending");
        assertThat(run("restore")).containsExactly("NoSession");
        exchange(desktop.withKeyring());
        assertThat(run("restore")).containsExactly("NoSession");
        assertThat(HomeFiles.regular(home())).noneMatch(file -> file.contains("/journal/"));
    }

    @Test
    void aPersonUnlocksIt() throws Exception {
        desktop.awaitKeyring();
        run("sign in");
        assertThat(promptedWith(Desktop.PASSWORD, "restore")).containsExactly("Restored");
    }

    @Test
    void aPersonDeclines() throws Exception {
        desktop.awaitKeyring();
        run("sign in");
        assertThat(promptedWith("", "open")).containsExactly("HF-0365");
    }

    @Test
    void aKeyringWithoutADefaultCollectionHasACodeOfItsOwn() throws Exception {
        desktop.withLockedKeyring().awaitKeyring();
        assertThat(run("open")).containsExactly("HF-0363");
    }

    @Test
    void aBusWithoutAKeyringHasACodeOfItsOwn() throws Exception {
        try (Desktop bare = Desktop.in(directory.resolve("b")).startBus()) {
            assertThat(run(bare.program(), List.of(), KeyringProgram.class, home(), "open"))
                    .containsExactly("HF-0362");
        }
    }

    @Test
    void aKeyringThatNeverAnswersHasACodeOfItsOwn() throws Exception {
        desktop.withSilentKeyring();
        assertThat(run("open")).containsExactly("HF-0367");
    }

    @Test
    void theDirectoryIsSyncedAfterEachChange() throws Exception {
        desktop.awaitKeyring();
        Path log = directory.resolve("strace");
        List<String> prefix = new ArrayList<>(desktop.program());
        prefix.addAll(List.of("strace", "-f", "-y", "-qq", "-e", "trace=fsync", "-o", log.toString()));
        assertThat(run(prefix, List.of(), KeyringProgram.class, home(), "store and delete"))
                .containsExactly("true", "false");
        assertThat(syncsOf(desktop.keyrings(), Reactor.text(log))).isEqualTo(3);
    }

    private static long syncsOf(Path directory, String log) throws IOException {
        Pattern sync = Pattern.compile("fsync\\(\\d+<" + Pattern.quote(directory.toRealPath() + ">"));
        return sync.matcher(log).results().count();
    }

    /** In the place of the keyring that runs, the one that is set up now. */
    private static void exchange(Desktop changed) throws Exception {
        changed.stopKeyring();
        changed.awaitKeyring();
    }

    private List<String> promptedWith(String password, String action) throws Exception {
        Object[] answer = password.isEmpty() ? new Object[0] : new Object[] {password};
        try (ChildJvm prompter = ChildJvm.start(desktop.program(), List.of(), Prompter.class, answer)) {
            exchange(desktop.withLockedKeyring(prompter.line().orElseThrow()));
            return run(desktop.programWithDisplay(), List.of(), KeyringProgram.class, home(), action);
        }
    }

    private List<String> run(String action) throws Exception {
        return run(desktop.program(), List.of(), KeyringProgram.class, home(), action);
    }

    /** What the process says, which ends by itself. */
    private static List<String> run(List<String> prefix, List<String> options, Class<?> main, Object... arguments)
            throws Exception {
        try (ChildJvm child = ChildJvm.start(prefix, options, main, arguments)) {
            List<String> lines = child.lines();
            child.end();
            assertThat(child.exit(Duration.ofSeconds(1))).isZero();
            return lines;
        }
    }
}
