// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The local directories of a home's accounts: stores, caches, files of the running process. */
final class Places {

    private static final String ACCOUNTS = "accounts";
    private static final String STORES = "stores";
    private static final String FILES = "files";
    private static final String TRASH = "trash";

    /** What lies in the directories of a home; what else lies there is not ours. */
    private static final Set<String> PARTS = Set.of(ACCOUNTS, "app", "journal", "keys", "quarantine", TRASH);

    private final AppPaths paths;
    private final HomeId home;

    Places(AppPaths paths, HomeId home) {
        this.paths = paths;
        this.home = home;
    }

    /**
     * A directory of an account below one of {@link #roots}, owner-only, made if it is not there, and marked as this
     * home's.
     */
    private Path directory(Path root, Incarnation incarnation, String kind, String name) {
        PrivateDirectory open = PrivateDirectory.open(root);
        Path made = open.directory(ACCOUNTS, incarnation.id(), kind, Session.storeName(name));
        home.mark()
                .filter(mark -> !isDirectory(made.resolveSibling(mark)))
                .ifPresent(mark -> open.directory(ACCOUNTS, incarnation.id(), kind, mark));
        return made;
    }

    Path store(Incarnation incarnation, String name) {
        return directory(paths.data(), incarnation, STORES, name);
    }

    /** Whether a store is there, as a directory and no link, with something in it. */
    boolean hasStore(Incarnation incarnation, String name) {
        Path account = of(paths.data(), incarnation);
        Path stores = account.resolve(STORES);
        Path store = stores.resolve(Session.storeName(name));
        return Stream.of(account, stores, store).allMatch(Places::isDirectory)
                && !children(store).isEmpty();
    }

    Path storePlace(Incarnation incarnation, String name) {
        return of(paths.data(), incarnation).resolve(STORES).resolve(Session.storeName(name));
    }

    /** Whether there is anything in a store, or something else in its place. */
    boolean isStoreFilled(Incarnation incarnation, String name) {
        String[] inside = storePlace(incarnation, name).toFile().list();
        return inside == null ? Files.exists(storePlace(incarnation, name)) : inside.length > 0;
    }

    /** Moves a directory of elsewhere into a store's place, durably; false if there was none. */
    boolean moveIntoStore(Path source, Incarnation incarnation, String name) {
        return PrivateDirectory.open(paths.data())
                .moveIn(source, ACCOUNTS, incarnation.id(), STORES, Session.storeName(name));
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
        return directory(paths.cache(), incarnation, FILES, name);
    }

    Path runtime(Incarnation incarnation, String name) {
        return directory(paths.runtime(), incarnation, FILES, name);
    }

    /** Takes back the making of a directory, and of those above it up to the account's, where nothing is in them. */
    void undo(Path made) {
        try {
            for (Path mark : home.mark().map(made::resolveSibling).stream().toList()) {
                Files.deleteIfExists(mark);
            }
            Path kind = requireNonNull(made.getParent());
            for (Path empty : List.of(made, kind, requireNonNull(kind.getParent()))) {
                Files.delete(empty);
            }
        } catch (IOException e) {
            Log.LOGGER.log(Level.DEBUG, "A directory of an account that was logged out stays", e);
        }
    }

    /** Where anything of an account may lie. */
    List<Path> roots() {
        return List.of(paths.data(), paths.cache(), paths.runtime());
    }

    /** Moves what an account has in a root into the trash, durably, and deletes it there. */
    void discard(Path root, Incarnation incarnation) {
        if (exists(root, incarnation)) {
            PrivateDirectory.open(root).discard(ACCOUNTS, incarnation.id());
        }
    }

    /** Deletes what was discarded and survived a crash. */
    void sweep() {
        roots().stream()
                .filter(root -> isDirectory(root.resolve(TRASH))
                        && !children(root.resolve(TRASH)).isEmpty())
                .forEach(PrivateDirectory::open);
    }

    boolean exists(Path root, Incarnation incarnation) {
        return Files.exists(of(root, incarnation), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether an account's directory in a root was made by this home. */
    boolean isMarked(Path root, Incarnation incarnation) {
        Path account = of(root, incarnation);
        return home.mark().stream()
                .flatMap(mark -> Stream.of(STORES, FILES)
                        .map(kind -> account.resolve(kind).resolve(mark)))
                .anyMatch(Places::isDirectory);
    }

    /** The accounts that have a directory in any root. */
    Stream<Incarnation> incarnations() {
        return roots().stream()
                .map(root -> root.resolve(ACCOUNTS))
                .filter(Places::isDirectory)
                .flatMap(accounts -> children(accounts).stream())
                .flatMap(child -> Incarnation.named(child.getFileName().toString()).stream())
                .distinct();
    }

    /** When anything in an account's directories was last changed; empty if it has none. */
    Optional<Instant> lastModified(Incarnation incarnation) {
        return roots().stream()
                .filter(root -> exists(root, incarnation))
                .map(root -> newest(of(root, incarnation)))
                .max(Instant::compareTo);
    }

    private static Instant newest(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Places::modified).max(Instant::compareTo).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path of(Path root, Incarnation incarnation) {
        return root.resolve(ACCOUNTS).resolve(incarnation.id());
    }
}
