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
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("Half of a surrogate pair");
        }
    }

    /** Whether a text is well-formed Unicode, so that UTF-8 can carry it: each surrogate is half of a pair. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "string";
    }
}
