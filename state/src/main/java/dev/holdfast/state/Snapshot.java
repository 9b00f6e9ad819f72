// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Revision;
import java.util.Optional;

/**
 * What this process knows of a document.
 *
 * @param loaded the value and how it came
 * @param sequence of the newest save that was seen
 * @param data the value as the codec writes it, if storing it again would change nothing
 * @param acknowledged whether this process knows it to be durable
 * @param precaution what must come before the next write
 * @param newer what is stored, if it is a newer version's
 */
record Snapshot<T>(
        Loaded<T> loaded,
        long sequence,
        Optional<Slice> data,
        boolean acknowledged,
        Precaution precaution,
        Optional<Newer> newer) {

    /** A value that is not what is stored. */
    static <T> Snapshot<T> unstored(Loaded<T> loaded, long sequence, Precaution precaution) {
        return new Snapshot<>(loaded, sequence, Optional.empty(), false, precaution, Optional.empty());
    }

    T value() {
        return loaded.value();
    }

    LoadOutcome outcome() {
        return loaded.outcome();
    }

    Revision revision() {
        return loaded.revision();
    }

    boolean isFenced() {
        return outcome().isFenced();
    }

    boolean hasData(Slice other) {
        return data.isPresent() && data.get().hasSameBytes(other);
    }

    Snapshot<T> with(Loaded<T> other) {
        return new Snapshot<>(other, sequence, data, acknowledged, precaution, newer);
    }

    Snapshot<T> with(Precaution other) {
        return new Snapshot<>(loaded, sequence, data, acknowledged, other, newer);
    }

    Snapshot<T> confirmed() {
        return new Snapshot<>(loaded, sequence, data, true, precaution, newer);
    }

    Snapshot<T> with(Optional<Newer> other) {
        return new Snapshot<>(loaded, sequence, data, acknowledged, precaution, other);
    }

    /** Whether a foreign hand wrote what is stored, at this version or a newer one. */
    boolean isEdited() {
        return outcome() == LoadOutcome.EDITED || (outcome() == LoadOutcome.NEWER_READABLE && data.isEmpty());
    }

    /** How a value came that was saved in the place of this one. */
    LoadOutcome outcomeWhenSaved() {
        return newer.isPresent() ? LoadOutcome.NEWER_READABLE : LoadOutcome.LOADED;
    }

    /** Without a value in its text. */
    @Override
    public String toString() {
        return "Snapshot[" + outcome() + "]";
    }
}
