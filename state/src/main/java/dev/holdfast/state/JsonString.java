// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/**
 * A JSON string.
 *
 * @param text well-formed Unicode
 */
public record JsonString(String text) implements JsonValue {

    /** @throws IllegalArgumentException if the text has half of a surrogate pair */
    public JsonString {
        if (!Unicode.isWellFormed(text)) {
            throw new IllegalArgumentException("Half of a surrogate pair");
        }
    }

    @Override
    public String toString() {
        return "string";
    }
}
