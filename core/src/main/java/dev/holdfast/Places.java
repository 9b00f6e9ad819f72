// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The local directories of a home's accounts: stores, caches, files of the running process. */
final class Places {

    /** What lies in the directories of a home; what else lies there is not ours. */
    private static final Set<String> PARTS = Set.of("accounts", "app", "journal", "keys", "quarantine", "trash");

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
        return Files.isDirectory(storePlace(incarnation, name), LinkOption.NOFOLLOW_LINKS);
    }

    Path storePlace(Incarnation incarnation, String name) {
        return of(paths.data(), incarnation).resolve("stores").resolve(Session.storeName(name));
    }

    /** Whether there is anything in a store, or something else in its place. */
    boolean isStoreFilled(Incarnation incarnation, String name) {
        String[] inside = storePlace(incarnation, name).toFile().list();
        return inside == null ? Files.exists(storePlace(incarnation, name)) : inside.length > 0;
    }

    /** Moves a directory of elsewhere into a store's place, durably; false if there was none. */
    boolean moveIntoStore(Path source, Incarnation incarnation, String name) {
        return PrivateDirectory.open(paths.data())
                .moveIn(source, "accounts", incarnation.id(), "stores", Session.storeName(name));
    }

    /** Whether a directory is a part of the home, or has the home in it. */
    boolean overlaps(Path directory) throws IOException {
        for (Path root : roots()) {
            Path real = Files.exists(root) ? root.toRealPath() : root;
            boolean within = directory.startsWith(real)
                    && !directory.equals(real)
                    && PARTS.contains(real.relativize(directory).getName(0).toString());
            if (within || real.startsWith(directory)) {
                return true;
            }
        }
        return false;
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
