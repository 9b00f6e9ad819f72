// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a storage in memory holds: the scopes and their blobs. Guarded by its own monitor, taken by the callers. */
final class MemoryScopes {

    private final Set<Scope> scopes = new HashSet<>(Set.of(Scope.HOME));
    private final Map<BlobName, MemoryBlob> blobs = new HashMap<>();
    private long writes;

    /** Makes the scope and those above it, none of which may be retired. */
    void create(Scope scope) {
        List<Scope> path = IntStream.rangeClosed(1, scope.path().size())
                .mapToObj(depth -> new Scope(scope.path().subList(0, depth)))
                .toList();
        if (path.stream().anyMatch(this::isRetired)) {
            throw new ScopeGoneException(scope);
        }
        scopes.addAll(path);
    }

    boolean exists(Scope scope) {
        return scopes.contains(scope);
    }

    List<Scope> below(Scope parent) {
        int depth = parent.path().size() + 1;
        return scopes.stream()
                .filter(scope -> scope.path().size() == depth && scope.isWithin(parent))
                .toList();
    }

    /** The blob, if anything was ever stored under its name. */
    Optional<MemoryBlob> find(BlobName name) {
        return Optional.ofNullable(blobs.get(name));
    }

    /** The blob, to be written to. */
    MemoryBlob writable(BlobName name) {
        if (!exists(name.scope()) || isRetired(name.scope())) {
            throw new ScopeGoneException(name);
        }
        return blobs.computeIfAbsent(name, any -> new MemoryBlob());
    }

    /** The current revision of a blob, whether or not there is one. */
    Revision revision(BlobName name) {
        return find(name).map(MemoryBlob::revision).orElse(Revision.ABSENT);
    }

    /** A revision that nothing had before, whichever blob it is for. */
    Revision next() {
        writes++;
        return new Revision(Long.toString(writes));
    }

    List<BlobName> list(Scope scope) {
        return list(scope, blob -> blob.revision().isPresent());
    }

    List<BlobName> listKept(Scope scope) {
        return list(scope, MemoryBlob::isKept);
    }

    private List<BlobName> list(Scope scope, Predicate<MemoryBlob> which) {
        return blobs.entrySet().stream()
                .filter(blob -> blob.getKey().scope().equals(scope) && which.test(blob.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    void purge(Scope scope) {
        scopes.removeIf(other -> other.isWithin(scope));
        blobs.keySet().removeIf(name -> name.scope().isWithin(scope));
    }

    private boolean isRetired(Scope scope) {
        return !scope.equals(Scope.HOME) && revision(scope.retirement()).isPresent();
    }
}
