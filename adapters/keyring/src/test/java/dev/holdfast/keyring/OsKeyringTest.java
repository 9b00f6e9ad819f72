// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.storage.MemoryStorage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OsKeyringTest {

    private static String codeOf(Map<String, String> variables, String system) {
        OsKeyring keyring = new OsKeyring(name -> Optional.ofNullable(variables.get(name)), system, Waiting.USUAL);
        return catchThrowableOfType(
                        ProviderUnavailableException.class,
                        () -> keyring.open(new ProviderHome("org.example.chat", new MemoryStorage())))
                .code();
    }

    @Test
    void itIsInstalledBeforeTheKeyFile() {
        assertThat(KeyProviders.installed())
                .extracting(KeyProviderFactory::id)
                .containsExactly("os-keyring", "key-file");
        assertThat(OsKeyring.of().level()).isEqualTo(ProtectionLevel.OS_KEYRING);
    }

    @Test
    void withoutABusItIsUnavailable() {
        assertThat(codeOf(Map.of(), "Linux")).isEqualTo("HF-0360");
        assertThat(codeOf(Map.of(), "FreeBSD")).isEqualTo("HF-0360");
    }

    @Test
    void itCanBeSwitchedOff() {
        assertThat(codeOf(Map.of("HOLDFAST_KEYRING", "off"), "Linux")).isEqualTo("HF-0370");
        assertThat(codeOf(Map.of("HOLDFAST_KEYRING", "on"), "Linux")).isEqualTo("HF-0360");
    }

    /** Whoever runs these tests has a keyring; it is none of theirs. */
    @Test
    void itIsSwitchedOffForTests() {
        assertThat(System.getenv("HOLDFAST_KEYRING")).isEqualTo("off");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryThatDoesNotLoadIsAnOutcome() {
        assertThat(codeOf(Map.of(), "Mac OS X")).isEqualTo("HF-0371");
        assertThat(codeOf(Map.of(), "Windows 11")).isEqualTo("HF-0371");
    }
}
