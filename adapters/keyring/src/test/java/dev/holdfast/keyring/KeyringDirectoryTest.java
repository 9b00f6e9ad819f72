// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That it is synced, and when, the tests of real processes see. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a directory cannot be synced there")
class KeyringDirectoryTest {

    @TempDir
    private Path home;

    private static KeyringDirectory of(Map<String, String> variables) {
        return KeyringDirectory.of(name -> Optional.ofNullable(variables.get(name)));
    }

    @Test
    void itIsWhereDataOfPersonsAre() {
        Path data = Path.of("/data");
        assertThat(of(Map.of("XDG_DATA_HOME", "/data", "HOME", "/home")).path()).contains(data.resolve("keyrings"));
        assertThat(of(Map.of("HOME", "/home")).path()).contains(Path.of("/home/.local/share/keyrings"));
        assertThat(of(Map.of()).path()).isEmpty();
    }

    @Test
    void whereThereIsNoneNothingIsDone() {
        assertThatCode(() -> of(Map.of()).sync()).doesNotThrowAnyException();
        assertThatCode(() -> of(Map.of("HOME", home.toString())).sync()).doesNotThrowAnyException();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void anInterruptIsWaitedOutAndKept() throws Exception {
        Files.createDirectories(home.resolve("keyrings"));
        Thread.currentThread().interrupt();
        of(Map.of("XDG_DATA_HOME", home.toString())).sync();
        assertThat(Thread.interrupted()).isTrue();
    }
}
