// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.regex.Pattern;

/** How a child says that a save was acknowledged: a line with an end of its own, so that half of one is none. */
final class Ack {

    private static final Pattern LINE = Pattern.compile("ack (\\d+)\\.");

    private Ack() {}

    static String line(long save) {
        return "ack " + save + ".";
    }

    static boolean isAck(String line) {
        return LINE.matcher(line).matches();
    }

    /** The number of the save, of a line that {@link #isAck}. */
    static long save(String line) {
        return Long.parseLong(LINE.matcher(line).replaceFirst("$1"));
    }
}
