// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a child says that a save was acknowledged: a line with an end of its own, so that half of one is none. */
final class Ack {

    private static final Pattern LINE = Pattern.compile("ack (\\d+)\\.");

    private Ack() {}

    static String line(long save) {
        return "ack " + save + ".";
    }

    /** The number of the save; empty for any other line. */
    static OptionalLong parse(String line) {
        Matcher ack = LINE.matcher(line);
        return ack.matches() ? OptionalLong.of(Long.parseLong(ack.group(1))) : OptionalLong.empty();
    }
}
