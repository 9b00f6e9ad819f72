// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppPathsTest {

    private static final String ID = "org.example.chat";

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Linux", "user.home", "/home/me"));

    @Test
    void linuxHasTheDefaultsOfXdgBelowTheHomeDirectory() {
        assertPaths(
                "/home/me/.local/share/org.example.chat",
                "/home/me/.config/org.example.chat",
                "/home/me/.local/state/org.example.chat",
                "/home/me/.cache/org.example.chat",
                "/home/me/.cache/org.example.chat/runtime");
    }

    @Test
    void linuxFollowsTheVariablesOfXdg() {
        environment.put("XDG_DATA_HOME", "/x/data");
        environment.put("XDG_CONFIG_HOME", "/x/config");
        environment.put("XDG_STATE_HOME", "/x/state");
        environment.put("XDG_CACHE_HOME", "/x/cache");
        environment.put("XDG_RUNTIME_DIR", "/run/user/1000");
        assertPaths(
                "/x/data/org.example.chat",
                "/x/config/org.example.chat",
                "/x/state/org.example.chat",
                "/x/cache/org.example.chat",
                "/run/user/1000/org.example.chat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "./relative", "../up", "~/data", "\0"})
    void aVariableThatIsNotAnAbsolutePathCountsForNothing(String value) {
        AppPaths defaults = paths();
        for (String variable : List.of("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR")) {
            environment.put("XDG_" + variable, value);
        }
        assertThat(paths()).isEqualTo(defaults);
    }

    @Test
    void macHasFoldersInItsLibrary() {
        properties.put("os.name", "Mac OS X");
        environment.put("XDG_DATA_HOME", "/x/data");
        assertPaths(
                "/home/me/Library/Application Support/org.example.chat/data",
                "/home/me/Library/Application Support/org.example.chat/config",
                "/home/me/Library/Application Support/org.example.chat/state",
                "/home/me/Library/Caches/org.example.chat",
                "/home/me/Library/Caches/org.example.chat/runtime");
    }

    @Test
    void windowsKeepsAllButTheConfigurationOnThisMachine() {
        properties.put("os.name", "Windows 11");
        environment.put("APPDATA", "/c/Roaming");
        environment.put("LOCALAPPDATA", "/c/Local");
        assertPaths(
                "/c/Local/org.example.chat/data",
                "/c/Roaming/org.example.chat",
                "/c/Local/org.example.chat/state",
                "/c/Local/org.example.chat/cache",
                "/c/Local/org.example.chat/cache/runtime");
    }

    @Test
    void windowsWithoutItsVariablesHasThemBelowTheHomeDirectory() {
        properties.put("os.name", "Windows 11");
        assertThat(paths().data()).isEqualTo(Path.of("/home/me/AppData/Local/org.example.chat/data"));
        assertThat(paths().config()).isEqualTo(Path.of("/home/me/AppData/Roaming/org.example.chat"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "home/me"})
    void aHomeDirectoryThatIsNoneIsAClearError(String home) {
        properties.put("user.home", home);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(this::paths)
                .returns("HF-0140", HoldfastException::code);
    }

    @Test
    void aMissingHomeDirectoryIsAClearErrorOnEveryPlatform() {
        properties.remove("user.home");
        for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
            properties.put("os.name", system);
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(this::paths)
                    .returns("HF-0140", HoldfastException::code);
        }
    }

    @Test
    void aHomeDirectoryIsNotAskedForWhereTheVariablesSuffice() {
        properties.remove("user.home");
        for (String variable : List.of("DATA", "CONFIG", "STATE", "CACHE")) {
            environment.put("XDG_" + variable + "_HOME", "/x/" + variable);
        }
        assertThat(paths().data()).isEqualTo(Path.of("/x/DATA", ID));
    }

    @Test
    void thePropertyPutsAllBelowOneDirectory() {
        environment.put("XDG_DATA_HOME", "/x/data");
        properties.put("dev.holdfast.home", "/tmp/test");
        assertThat(paths()).isEqualTo(AppPaths.under(ID, Path.of("/tmp/test")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "\0"})
    void aPropertyThatIsNotAnAbsolutePathIsNotPassedOver(String value) {
        properties.put("dev.holdfast.home", value);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(this::paths)
                .returns("HF-0141", HoldfastException::code);
    }

    @Test
    void theFiveAreDifferentAndAbsoluteAndNotMade(@TempDir Path root) {
        AppPaths paths = AppPaths.under(ID, root);
        assertThat(all(paths))
                .doesNotHaveDuplicates()
                .allMatch(Path::isAbsolute)
                .allMatch(path -> path.startsWith(root.resolve(ID)));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aRelativeRootIsMadeAbsolute() {
        assertThat(AppPaths.under(ID, Path.of("a/../here")).data())
                .isEqualTo(Path.of("here", ID, "data").toAbsolutePath());
    }

    @Test
    void theDirectoriesOfThisProcessAreFound() {
        assertThat(all(AppPaths.of(ID)))
                .allMatch(Path::isAbsolute)
                .allMatch(path -> path.toString().contains(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "7", "chat", "org.example.chat", "org.example.chat-2", "conrad.auxiliary", "com.example"})
    void wordsWithDotsAndDashesAreAnAppId(String appId) {
        assertThat(AppPaths.under(appId, Path.of("/x")).data()).isEqualTo(Path.of("/x", appId, "data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                "/a",
                "a.",
                ".a",
                "a..b",
                "-a",
                "a-",
                "a.-b",
                "Org.example",
                "a b",
                "a_b",
                "a:b",
                "a\0b",
                "a\n",
                "\u00e9",
                "\u202ea",
                "~",
                "con",
                "aux.example",
                "org.nul",
                "org.com1.chat"
            })
    void anythingElseIsNotAnAppId(String appId) {
        assertRefused(appId);
    }

    @Test
    void anAppIdHasAtMost128Characters() {
        assertThat(AppPaths.under("a".repeat(128), Path.of("/x")).data())
                .isEqualTo(Path.of("/x", "a".repeat(128), "data"));
        assertRefused("a".repeat(129));
        assertRefused("a-".repeat(100_000));
    }

    private void assertRefused(String appId) {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> AppPaths.under(appId, Path.of("/x")));
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> AppPaths.of(appId));
    }

    private void assertPaths(String... expected) {
        assertThat(all(paths())).extracting(Path::toString).containsExactly(expected);
    }

    private AppPaths paths() {
        return new PlatformPaths(environment::get, properties::get).paths(ID);
    }

    private static List<Path> all(AppPaths paths) {
        return List.of(paths.data(), paths.config(), paths.state(), paths.cache(), paths.runtime());
    }
}
