// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.secrets.ProviderUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionBusTest {

    private static final String ADDRESS = "DBUS_SESSION_BUS_ADDRESS";
    private static final String RUNTIME = "XDG_RUNTIME_DIR";

    @TempDir
    private Path runtime;

    private static Path socket(Map<String, String> variables) {
        return SessionBus.socket(name -> Optional.ofNullable(variables.get(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unix:path=/run/user/1000/bus                  | /run/user/1000/bus",
                "unix:path=/tmp/bus,guid=0123456789abcdef      | /tmp/bus",
                "unix:guid=0123456789abcdef,path=/tmp/bus      | /tmp/bus",
                "unix:abstract=/tmp/x;unix:path=/tmp/bus       | /tmp/bus",
                "unix:path=/tmp/a%20b%2cc%e2%82%ac             | /tmp/a b,c€",
                "unix:path=/tmp/100%                           | /tmp/100%",
                "unix:runtime=yes                              | /run/user/7/bus"
            })
    void anAddressNamesASocket(String address, String expected) {
        assertThat(socket(Map.of(ADDRESS, address, RUNTIME, "/run/user/7"))).isEqualTo(Path.of(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:host=localhost,port=1",
                "unix:abstract=/tmp/dbus-x",
                "autolaunch:",
                "unix:path",
                "unix:path=/a%00b",
                "disabled:",
                ";;",
                "nonsense"
            })
    void noOtherAddressIsUsedNorAnyOtherBusInItsPlace(String address) throws Exception {
        Files.createFile(runtime.resolve("bus"));
        assertNone(Map.of(ADDRESS, address, RUNTIME, runtime.toString()));
    }

    @Test
    void withoutAnAddressItIsTheOneOfTheRuntimeDirectory() throws Exception {
        Files.createFile(runtime.resolve("bus"));
        assertThat(socket(Map.of(RUNTIME, runtime.toString()))).isEqualTo(runtime.resolve("bus"));
    }

    @Test
    void thereIsNone() {
        assertNone(Map.of());
        assertNone(Map.of(RUNTIME, runtime.toString()));
    }

    private static void assertNone(Map<String, String> variables) {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> socket(variables))
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0360"));
    }
}
