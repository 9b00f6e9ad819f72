// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Scopes as directories below the home's root. */
final class Scopes {

    private static final Set<String> RESERVED =
            Set.of(FileNames.LOCK, FileNames.TRASH, FileNames.QUARANTINE, FileNames.STORES);

    private final Disk disk;
    private final PrivateDirectories directories;
    private final PlaceChecks checks;
    private final Path root;
    private final Set<Scope> checked = ConcurrentHashMap.newKeySet();
    private final Set<Scope> durable = ConcurrentHashMap.newKeySet();

    Scopes(Disk disk, PrivateDirectories directories, PlaceChecks checks, Path root) {
        this.disk = disk;
        this.directories = directories;
        this.checks = checks;
        this.root = root;
        checked.add(Scope.HOME);
        durable.add(Scope.HOME);
    }

    /** Where a scope is or would be. */
    Path directory(Scope scope) {
        Path path = root;
        for (String segment : scope.path()) {
            if (RESERVED.contains(segment)) {
                throw new IllegalArgumentException("The home itself uses this name: " + segment);
            }
            path = path.resolve(segment);
        }
        return path;
    }

    /** Makes a scope and those above it, none of which may be retired. */
    void create(Scope scope) throws IOException {
        for (int depth = 1; depth <= scope.path().size(); depth++) {
            requireNotRetired(new Scope(scope.path().subList(0, depth)));
        }
        directories.make(root, directory(scope));
        checked.add(scope);
        durable.add(scope);
    }

    boolean exists(Scope scope) throws IOException {
        FileFacts facts = Contents.lookAt(disk, directory(scope));
        return facts != null && facts.isDirectory();
    }

    List<Scope> below(Scope parent) throws IOException {
        List<Scope> found = new ArrayList<>();
        for (String name : names(parent)) {
            Optional<Scope> scope = child(parent, name);
            if (scope.isPresent() && exists(scope.get())) {
                found.add(scope.get());
            }
        }
        return found;
    }

    private static Optional<Scope> child(Scope parent, String name) {
        List<String> path = new ArrayList<>(parent.path());
        path.add(name);
        try {
            return RESERVED.contains(name) ? Optional.empty() : Optional.of(new Scope(path));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no scope has this name
        }
    }

    /** The blobs of a scope that have a current revision. */
    List<BlobName> blobs(Scope scope) throws IOException {
        return blobs(scope, names(scope));
    }

    private List<BlobName> blobs(Scope scope, List<String> files) throws IOException {
        List<BlobName> found = new ArrayList<>();
        for (String file : files) {
            Optional<String> name = FileNames.decode(file);
            if (name.isPresent() && isFile(directory(scope).resolve(file))) {
                found.add(scope.blob(name.get()));
            }
        }
        return found;
    }

    /** Those, and the blobs of which generations alone are left, whatever is in the place of the current revision. */
    List<BlobName> keptBlobs(Scope scope) throws IOException {
        List<String> files = names(scope);
        Set<BlobName> found = new LinkedHashSet<>(blobs(scope, files));
        for (String file : files) {
            Generations.blobOf(file).flatMap(FileNames::decode).map(scope::blob).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private boolean isFile(Path path) throws IOException {
        FileFacts facts = Contents.lookAt(disk, path);
        return facts != null && facts.isFile();
    }

    /** The names in a scope's directory; none if there is no such scope. */
    private List<String> names(Scope scope) throws IOException {
        try {
            return disk.list(directory(scope));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** @throws ScopeGoneException if the scope is retired */
    void requireNotRetired(Scope scope) throws IOException {
        if (!scope.equals(Scope.HOME) && Contents.lookAt(disk, retirement(scope)) != null) {
            throw new ScopeGoneException(scope);
        }
    }

    private Path retirement(Scope scope) {
        BlobName record = scope.retirement();
        return directory(record.scope()).resolve(FileNames.encode(record.name()));
    }

    /**
     * No directory on the way may be a link or somebody else's; looked at until the whole way was there once.
     *
     * @throws UnsafePlaceException if one is
     */
    void requireOwnWay(Scope scope) throws IOException {
        if (!checked.contains(scope) && isWholeWay(scope)) {
            checked.add(scope);
        }
    }

    private boolean isWholeWay(Scope scope) throws IOException {
        Path path = root;
        for (Path segment : root.relativize(directory(scope))) {
            path = path.resolve(segment);
            FileFacts facts = Contents.lookAt(disk, path);
            if (facts == null) {
                return false;
            }
            checks.requireOwnDirectory(path, facts);
        }
        return true;
    }

    /** @throws ScopeGoneException if there is no such scope */
    void requireThere(Scope scope) throws IOException {
        if (!exists(scope)) {
            throw new ScopeGoneException(scope);
        }
    }

    /** Makes certain that the scope itself survives a power cut, whoever made it; once per process. */
    void makeDurable(Scope scope) throws IOException {
        if (!durable.contains(scope)) {
            directories.sync(root, directory(scope));
            durable.add(scope);
        }
    }

    /** The scope's quarantine, made if need be. */
    Path quarantine(Scope scope) throws IOException {
        Path quarantine = directory(scope).resolve(FileNames.QUARANTINE);
        directories.make(root, quarantine);
        return quarantine;
    }

    void forget(Scope scope) {
        checked.removeIf(each -> each.isWithin(scope));
        durable.removeIf(each -> each.isWithin(scope));
    }
}
