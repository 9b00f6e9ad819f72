// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most {@value #WIDTH} columns. */
final class Lines {

    static final int WIDTH = 80;

    private static final String CUT = "...";

    private Lines() {}

    /** Breaks at spaces where there are any; the first line begins with {@code first}, later ones with as many spaces. */
    static List<String> wrap(String first, String text) {
        List<String> lines = new ArrayList<>();
        String start = first;
        String rest = text;
        while (start.length() + rest.length() > WIDTH) {
            int end = breakBefore(rest, WIDTH - start.length());
            lines.add(start + rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
            start = " ".repeat(first.length());
        }
        lines.add(start + rest);
        return lines;
    }

    private static int breakBefore(String text, int room) {
        int space = text.lastIndexOf(' ', room);
        return text.substring(0, Math.max(space, 0)).isBlank() ? room : space;
    }

    /** One line, without its end if that has no room. */
    static String clip(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - CUT.length()) + CUT;
    }

    /** One line, without its middle if that has no room: of a path, both ends tell most. */
    static String squeeze(String start, String path) {
        int room = WIDTH - start.length();
        if (path.length() <= room) {
            return start + path;
        }
        int tail = (room - CUT.length()) * 2 / 3;
        int head = room - CUT.length() - tail;
        return start + path.substring(0, head) + CUT + path.substring(path.length() - tail);
    }
}
