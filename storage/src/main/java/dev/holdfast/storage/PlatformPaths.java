// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How {@link AppPaths} follows from the platform, the environment and the system properties. */
final class PlatformPaths {

    static final String OVERRIDE = "dev.holdfast.home";

    private static final String RUNTIME = "runtime";

    private final Function<String, @Nullable String> environment;
    private final Function<String, @Nullable String> properties;

    PlatformPaths(Function<String, @Nullable String> environment, Function<String, @Nullable String> properties) {
        this.environment = environment;
        this.properties = properties;
    }

    static PlatformPaths ofThisProcess() {
        return new PlatformPaths(System::getenv, System::getProperty);
    }

    AppPaths paths(String appId) {
        String id = AppId.checked(appId);
        String override = properties.apply(OVERRIDE);
        if (override != null) {
            return AppPaths.under(id, absolute(override).orElseThrow(PlatformPaths::overrideNotAbsolute));
        }
        String system = Optional.ofNullable(properties.apply("os.name")).orElse("");
        if (system.startsWith("Windows")) {
            return windows(id);
        }
        return system.startsWith("Mac") ? mac(id) : xdg(id);
    }

    private AppPaths xdg(String id) {
        Path cache = base("XDG_CACHE_HOME", ".cache").resolve(id);
        return new AppPaths(
                base("XDG_DATA_HOME", ".local", "share").resolve(id),
                base("XDG_CONFIG_HOME", ".config").resolve(id),
                base("XDG_STATE_HOME", ".local", "state").resolve(id),
                cache,
                variable("XDG_RUNTIME_DIR").map(runtime -> runtime.resolve(id)).orElse(cache.resolve(RUNTIME)));
    }

    private AppPaths mac(String id) {
        Path support = home().resolve(Path.of("Library", "Application Support", id));
        Path cache = home().resolve(Path.of("Library", "Caches", id));
        return new AppPaths(
                support.resolve("data"),
                support.resolve("config"),
                support.resolve("state"),
                cache,
                cache.resolve(RUNTIME));
    }

    private AppPaths windows(String id) {
        Path roaming = base("APPDATA", "AppData", "Roaming").resolve(id);
        Path local = base("LOCALAPPDATA", "AppData", "Local").resolve(id);
        Path cache = local.resolve("cache");
        return new AppPaths(local.resolve("data"), roaming, local.resolve("state"), cache, cache.resolve(RUNTIME));
    }

    private Path base(String variable, String first, String... more) {
        return variable(variable).orElseGet(() -> home().resolve(Path.of(first, more)));
    }

    private Optional<Path> variable(String name) {
        return absolute(environment.apply(name));
    }

    private Path home() {
        return absolute(properties.apply("user.home")).orElseThrow(PlatformPaths::noHome);
    }

    /** The path, if there is one and it is absolute. */
    private static Optional<Path> absolute(@Nullable String value) {
        try {
            return Optional.ofNullable(value).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static HoldfastException noHome() {
        return new HoldfastException(new Problem(
                "HF-0140",
                "this user has no home directory: the system property user.home is missing or not an absolute path",
                null,
                "nothing was touched",
                "set user.home to an absolute path, or choose a directory yourself"));
    }

    private static HoldfastException overrideNotAbsolute() {
        return new HoldfastException(new Problem(
                "HF-0141",
                "the system property " + OVERRIDE + " is not an absolute path",
                null,
                "nothing was touched; the directories of the platform were not used instead",
                "give an absolute path, or do not set it"));
    }
}
