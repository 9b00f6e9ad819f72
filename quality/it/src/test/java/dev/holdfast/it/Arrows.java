// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may depend on whom: the arrows of ARCHITECTURE.md. */
final class Arrows {

    private static final Set<String> RELEASED = Set.of(
            "storage",
            "state",
            "cache",
            "secrets",
            "core",
            "adapters/jackson",
            "adapters/avaje",
            "adapters/keyring",
            "adapters/passphrase",
            "adapters/sqlite",
            "adapters/matrix",
            "testkit");

    private static final Map<String, Arrows> BY_FOLDER = Map.ofEntries(
            Map.entry("storage", new Arrows(Set.of(), Set.of())),
            Map.entry("cache", new Arrows(Set.of(), Set.of("com.github.benmanes.caffeine"))),
            Map.entry("secrets", new Arrows(Set.of("storage"), Set.of())),
            Map.entry("state", new Arrows(Set.of("storage"), Set.of("tools.jackson.core"))),
            Map.entry(
                    "adapters/jackson",
                    new Arrows(Set.of("state"), Set.of("tools.jackson", "com.fasterxml.jackson.annotation"))),
            Map.entry(
                    "adapters/avaje",
                    new Arrows(Set.of("state"), Set.of("tools.jackson.core", "io.avaje.json", "io.avaje.jsonb"))),
            Map.entry("adapters/keyring", new Arrows(Set.of("storage", "secrets"), Set.of("com.sun.jna"))),
            Map.entry("adapters/passphrase", new Arrows(Set.of("storage", "secrets"), Set.of("org.bouncycastle"))),
            Map.entry("adapters/sqlite", new Arrows(Set.of("storage", "secrets"), Set.of("org.sqlite"))),
            Map.entry(
                    "adapters/matrix",
                    new Arrows(
                            Set.of("storage", "state", "secrets", "core", "adapters/sqlite"),
                            Set.of(
                                    "kotlin",
                                    "kotlinx.coroutines",
                                    "kotlinx.serialization",
                                    "org.jetbrains.annotations",
                                    "org.koin",
                                    "io.ktor",
                                    "de.connect2x.trixnity"))),
            Map.entry("core", new Arrows(Set.of("storage", "state", "cache", "secrets"), Set.of())),
            Map.entry(
                    "testkit",
                    new Arrows(
                            Set.of("storage", "state", "cache", "secrets", "core"),
                            Set.of("org.junit.jupiter.api", "org.assertj.core"))),
            Map.entry("quality/homeserver", new Arrows(Set.of("storage", "state"), Set.of("org.junit.jupiter.api"))),
            Map.entry("tools/cli", new Arrows(RELEASED, Set.of("picocli"))),
            Map.entry(
                    "tools/matrix",
                    new Arrows(
                            Set.of("storage", "secrets", "core", "adapters/matrix", "tools/cli"), Set.of("picocli"))));

    /** What every module may use, besides its own packages. Not the JDK's internals, not its old logging. */
    private static final Set<String> COMMON = Set.of("java", "javax", "org.jspecify.annotations");

    private final Set<String> folders;
    private final Set<String> libraries;

    private Arrows(Set<String> folders, Set<String> libraries) {
        this.folders = folders;
        this.libraries = libraries;
    }

    /** The arrows that start at a folder; empty if nobody drew any. */
    static Optional<Arrows> from(String folder) {
        return Optional.ofNullable(BY_FOLDER.get(folder));
    }

    boolean leadTo(String folder) {
        return folders.contains(folder);
    }

    boolean leadToLibrary(String packageName) {
        return !isIn("java.util.logging", packageName)
                && (COMMON.stream().anyMatch(it -> isIn(it, packageName))
                        || libraries.stream().anyMatch(it -> isIn(it, packageName)));
    }

    private static boolean isIn(String parent, String packageName) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
