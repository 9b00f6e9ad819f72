// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import org.jspecify.annotations.Nullable;

/**
 * A document as memory has it at one moment.
 *
 * @param stored what was last acknowledged
 * @param value what is shown: the stored value with the unsaved changes
 * @param unsaved the newest change that waits to be saved; null if none does
 */
record View<T>(Snapshot<T> stored, T value, @Nullable Change<T> unsaved) {

    boolean isFenced() {
        return stored.isFenced();
    }

    boolean hasUnsaved() {
        return unsaved != null;
    }

    /** As a load gives it. */
    Loaded<T> loaded() {
        return hasUnsaved() ? stored.loaded().withValue(value) : stored.loaded();
    }

    View<T> with(Snapshot<T> other) {
        return new View<>(other, value, unsaved);
    }

    /** The same, to be written in the form that another snapshot has. */
    View<T> inFormOf(Snapshot<T> other) {
        return with(stored.with(other.newer()));
    }

    /** @throws FencedException if what is stored could not be read */
    View<T> unfenced() {
        stored.loaded().requireUnfenced();
        return this;
    }

    /** Without a value in its text. */
    @Override
    public String toString() {
        return "View[" + stored.outcome() + ", unsaved " + (unsaved == null ? 0 : unsaved.count()) + "]";
    }
}
