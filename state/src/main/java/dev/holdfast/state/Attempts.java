// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes of unsaved changes that threw, so that it is not known whether they happened. A change must not be made twice:
 * before it is saved again, what is stored is compared with what was tried.
 */
final class Attempts<T> {

    /** @param content names the bytes that were to be stored; no two saves have the same */
    private record Attempt<T>(String content, Change<T> unsaved) {}

    private final Storage storage;
    private final BlobName name;
    private final Deque<Attempt<T>> newestFirst = new ArrayDeque<>();

    Attempts(Storage storage, BlobName name) {
        this.storage = storage;
        this.name = name;
    }

    /** @param unsaved the newest change that the write contains; null if it contains none */
    void add(byte[] bytes, @Nullable Change<T> unsaved) {
        if (unsaved != null) {
            newestFirst.push(new Attempt<>(content(bytes), unsaved));
        }
    }

    /** What is stored is known again. */
    void clear() {
        newestFirst.clear();
    }

    /** The newest change that is stored, in the current revision or in one that it came after; null if none is. */
    @Nullable
    Change<T> stored() {
        if (newestFirst.isEmpty()) {
            return null;
        }
        Set<String> contents = contents();
        return newestFirst.stream()
                .filter(attempt -> contents.contains(attempt.content()))
                .findFirst()
                .<@Nullable Change<T>>map(Attempt::unsaved)
                .orElse(null);
    }

    private Set<String> contents() {
        Stream<Revision> earlier = storage.history(name).stream().map(Generation::revision);
        return Stream.concat(Stream.of(storage.revision(name)), earlier)
                .map(this::read)
                .flatMap(Optional::stream)
                .map(stored -> content(stored.bytes()))
                .collect(Collectors.toSet());
    }

    /** What cannot be read is not what was tried. */
    private Optional<Stored> read(Revision revision) {
        try {
            return storage.read(name, revision);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    private static String content(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
