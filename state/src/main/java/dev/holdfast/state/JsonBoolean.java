// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/** {@code true} or {@code false}. */
public enum JsonBoolean implements JsonValue {
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE;

    /** The one for a truth value. */
    public static JsonBoolean of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    /** Whether this is {@link #TRUE}. */
    public boolean truth() {
        return this == TRUE;
    }

    @Override
    public String toString() {
        return "boolean";
    }
}
