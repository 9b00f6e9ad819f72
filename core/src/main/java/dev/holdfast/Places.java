// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.PrivateDirectory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The local directories of a home's accounts: stores, caches, files of the running process. */
final class Places {

    private final AppPaths paths;

    Places(AppPaths paths) {
        this.paths = paths;
    }

    /** A directory of an account below one of {@link #roots}, owner-only, made if it is not there. */
    private Path directory(Path root, Incarnation incarnation, String kind, String name) {
        return PrivateDirectory.open(root).directory("accounts", incarnation.id(), kind, Session.storeName(name));
    }

    Path store(Incarnation incarnation, String name) {
        return directory(paths.data(), incarnation, "stores", name);
    }

    /** Whether a store is there with something in it. */
    boolean hasStore(Incarnation incarnation, String name) {
        Path store = of(paths.data(), incarnation).resolve("stores").resolve(Session.storeName(name));
        return Files.isDirectory(store, LinkOption.NOFOLLOW_LINKS);
    }

    Path cache(Incarnation incarnation, String name) {
        return directory(paths.cache(), incarnation, "files", name);
    }

    Path runtime(Incarnation incarnation, String name) {
        return directory(paths.runtime(), incarnation, "files", name);
    }

    /** Where anything of an account may lie. */
    List<Path> roots() {
        return List.of(paths.data(), paths.cache(), paths.runtime());
    }

    /** Moves what an account has in a root into the trash, durably, and deletes it there. */
    void discard(Path root, Incarnation incarnation) {
        if (exists(root, incarnation)) {
            PrivateDirectory.open(root).discard("accounts", incarnation.id());
        }
    }

    boolean exists(Path root, Incarnation incarnation) {
        return Files.exists(of(root, incarnation), LinkOption.NOFOLLOW_LINKS);
    }

    private static Path of(Path root, Incarnation incarnation) {
        return root.resolve("accounts").resolve(incarnation.id());
    }
}
