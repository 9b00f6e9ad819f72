// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs on machines without a keyring, each a process of its own that must end by itself. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no env command, nor a session bus")
class NoKeyringTest {

    @TempDir
    private Path directory;

    private Path socket() {
        return directory.resolve("bus");
    }

    @Test
    void withoutABusItIsUnavailable() throws Exception {
        assertThat(run(noBus(), "open")).containsExactly("HF-0360");
    }

    @Test
    void aBusThatIsDeadIsAnOutcome() throws Exception {
        listening().close();
        assertThat(run(bus(), "open")).containsExactly("HF-0361");
    }

    @Test
    void aBusThatNeverAnswersIsAnOutcomeToo() throws Exception {
        try (ServerSocketChannel silent = listening()) {
            assertThat(run(bus(), "open")).containsExactly("HF-0367");
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void aNewAccountThenHasItsKeyInAFile() throws Exception {
        run(noBus(), "sign in");
        assertThat(HomeFiles.regular(directory.resolve("home"))).anyMatch(file -> file.contains("keys/"));
        assertThat(run(noBus(), "restore")).containsExactly("Restored");
    }

    @Test
    void allThatIsLoggedIsThatTheKeyFileIsWeak() throws Exception {
        Path errors = directory.resolve("errors");
        List<String> prefix = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>\"$0\"", errors.toString()));
        prefix.addAll(noBus());
        run(prefix, "sign in");
        assertThat(Reactor.text(errors).lines())
                .filteredOn(line -> line.startsWith("WARNING") || line.startsWith("SEVERE"))
                .singleElement()
                .asString()
                .contains("the weakest protection");
    }

    /** An account that has its key in a file is restored without a word to the keyring. */
    @Test
    void anAccountOfTheKeyFileDoesNotAskTheKeyring() throws Exception {
        run(noBus(), "sign in");
        try (ServerSocketChannel silent = listening()) {
            assertThat(run(bus(), "restore")).containsExactly("Restored");
            silent.configureBlocking(false);
            assertThat(silent.accept()).isNull();
        }
    }

    @Test
    void onThisSystemNoClassOfJnaIsLoaded() throws Exception {
        Path log = directory.resolve("classes");
        try (ChildJvm child = ChildJvm.start(
                noBus(), List.of("-Xlog:class+load:file=" + log), KeyringProgram.class, directory, "open")) {
            child.end();
        }
        List<String> loaded = Reactor.text(log).lines().toList();
        assertThat(loaded).anyMatch(line -> line.contains(" dev.holdfast.keyring.OsKeyring "));
        assertThat(loaded).noneMatch(line -> line.contains(" com.sun.jna."));
    }

    private ServerSocketChannel listening() throws Exception {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
    }

    private List<String> noBus() {
        return List.of("env", "-u", "HOLDFAST_KEYRING", "-u", "DBUS_SESSION_BUS_ADDRESS", "-u", "XDG_RUNTIME_DIR");
    }

    private List<String> bus() {
        return Stream.concat(noBus().stream(), Stream.of("DBUS_SESSION_BUS_ADDRESS=unix:path=" + socket()))
                .toList();
    }

    private List<String> run(List<String> prefix, String action) throws Exception {
        try (ChildJvm child =
                ChildJvm.start(prefix, List.of(), KeyringProgram.class, directory.resolve("home"), action)) {
            List<String> lines = child.lines();
            child.end();
            return lines;
        }
    }
}
