// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serializable;

/**
 * The identity of one stored content: compared for equality, and for nothing else. No two writes share one, and an edit
 * by a foreign hand changes it. The text is the storage's own and means nothing elsewhere.
 */
public record Revision(String text) implements Serializable {

    /** There is nothing stored. */
    public static final Revision ABSENT = new Revision("");

    /** Whether this stands for something stored. */
    public boolean isPresent() {
        return !text.isEmpty();
    }

    // By hand: what a record gets by itself is long in the making when it is first called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Revision that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
