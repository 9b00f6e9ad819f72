// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import java.util.Map;

/**
 * What others wrote, as a part of one line of a terminal. Whatever is not to be seen but does something, to a terminal or to
 * the order of what is read, is shown as an escape: controls, line ends, formats of Unicode (but the two joiners, which
 * scripts and pictures need), halves of pairs. A backslash stays as it is.
 */
final class Plain {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final Map<Integer, String> NAMED = Map.of((int) '\n', "\\n", (int) '\r', "\\r", (int) '\t', "\\t");

    private Plain() {}

    static String of(String text) {
        return text.codePoints()
                .collect(StringBuilder::new, Plain::append, StringBuilder::append)
                .toString();
    }

    private static void append(StringBuilder line, int character) {
        if (isSeen(character)) {
            line.appendCodePoint(character);
        } else {
            line.append(NAMED.getOrDefault(character, "\\u%04X".formatted(character)));
        }
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
