// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of one blob in memory: its current content, its generations, what was set aside. Guarded by its storage. */
final class MemoryBlob {

    /** One write. The bytes are never handed out themselves. */
    @SuppressWarnings("ArrayRecordComponent") // compared by revision only
    private record Version(Revision revision, byte[] bytes, Instant written, boolean pinned) {

        Stored stored() {
            return new Stored(revision, bytes.clone(), written);
        }

        Generation generation() {
            return new Generation(revision, written, pinned);
        }

        Version pin() {
            return new Version(revision, bytes, written, true);
        }
    }

    private @Nullable Version current;
    private final List<Version> earlier = new ArrayList<>(); // newest first
    private final List<Version> aside = new ArrayList<>(); // in the order of setting aside

    Revision revision() {
        return current == null ? Revision.ABSENT : current.revision();
    }

    /** Whether any revision can be read. */
    boolean isKept() {
        return versions().findAny().isPresent();
    }

    Optional<Stored> read() {
        return Optional.ofNullable(current).map(Version::stored);
    }

    Optional<Stored> read(Revision revision) {
        return versions()
                .filter(version -> version.revision().equals(revision))
                .findFirst()
                .map(Version::stored);
    }

    List<Generation> history() {
        return earlier.stream().map(Version::generation).toList();
    }

    List<Stored> aside() {
        return aside.stream().map(Version::stored).toList();
    }

    /** Makes {@code bytes} the current content; keeps the newest {@code generations} of the rest, and what is pinned. */
    void replace(Revision revision, byte[] bytes, Instant written, int generations) {
        if (current != null) {
            earlier.add(0, current);
        }
        current = new Version(revision, bytes, written, false);
        trim(generations);
    }

    private void trim(int generations) {
        List<Version> dropped = earlier.stream()
                .filter(version -> !version.pinned())
                .skip(generations)
                .toList();
        earlier.removeAll(dropped);
    }

    void delete() {
        current = null;
        earlier.clear();
    }

    void forgetHistory() {
        earlier.clear();
    }

    /** Whether the revision was there to be pinned. */
    boolean pin(Revision revision) {
        boolean kept = versions().anyMatch(version -> version.revision().equals(revision));
        if (current != null && current.revision().equals(revision)) {
            current = current.pin();
        }
        earlier.replaceAll(version -> version.revision().equals(revision) ? version.pin() : version);
        return kept;
    }

    /** Whether the revision was there to be set aside. */
    boolean setAside(Revision revision) {
        Optional<Version> found = versions()
                .filter(version -> version.revision().equals(revision))
                .findFirst();
        found.ifPresent(version -> {
            aside.add(version);
            earlier.remove(version);
            current = version.revision().equals(revision()) ? null : current;
        });
        return found.isPresent();
    }

    private Stream<Version> versions() {
        return Stream.concat(Stream.ofNullable(current), earlier.stream());
    }
}
