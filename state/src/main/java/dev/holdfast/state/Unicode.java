// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/** What UTF-8 can carry. */
final class Unicode {

    private Unicode() {}

    /** Whether each surrogate is half of a pair. */
    static boolean isWellFormed(String text) {
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
}
