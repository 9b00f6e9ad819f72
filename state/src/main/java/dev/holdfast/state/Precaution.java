// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Revision;
import java.util.List;
import java.util.stream.Stream;

/**
 * What must be done before a document is next written, so that the write destroys nothing.
 *
 * @param pin revisions to keep for good
 * @param setAside damaged revisions to put into quarantine
 */
record Precaution(List<Revision> pin, List<Revision> setAside) {

    static final Precaution NONE = new Precaution(List.of(), List.of());

    static Precaution pin(Revision revision) {
        return new Precaution(revision.isPresent() ? List.of(revision) : List.of(), List.of());
    }

    static Precaution setAside(List<Revision> damaged) {
        return new Precaution(List.of(), List.copyOf(damaged));
    }

    /** This, and a revision more to keep for good. */
    Precaution alsoPinning(Revision revision) {
        return new Precaution(Stream.concat(pin.stream(), Stream.of(revision)).toList(), setAside);
    }

    /** Whether nothing is left to do. */
    boolean isTaken() {
        return pin.isEmpty() && setAside.isEmpty();
    }
}
