// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java on a page: {@code java}, or {@code java 21} if it needs that release.
 *
 * @param page the name of its page, without the ending
 * @param where the page and line
 * @param section the text of the heading above it
 * @param release the oldest Java that compiles it
 * @param code as it stands
 */
record Snippet(String page, String where, String section, int release, String code) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java(?: (\\d+))?\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final int OLDEST = 17;

    /** All blocks of a page, in their order. */
    static List<Snippet> of(Path page) {
        String text = Reactor.text(page);
        String path = Reactor.ROOT.relativize(page).toString();
        String name = path.replaceAll(".*[/\\\\]|\\.md$", "");
        List<Snippet> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String before = text.substring(0, block.start());
            String release = block.group(1);
            found.add(new Snippet(
                    name,
                    path + ":" + (before.lines().count() + 1),
                    section(before),
                    release == null ? OLDEST : Integer.parseInt(release),
                    block.group(2)));
        }
        return found;
    }

    private static String section(String before) {
        return HEADING.matcher(before)
                .results()
                .map((MatchResult heading) -> heading.group(1))
                .reduce("", (earlier, later) -> later);
    }

    boolean isForThisJava() {
        return Runtime.version().feature() >= release;
    }

    /** The code as a method's: what a class may say of its constants, a method may not. */
    String asStatements() {
        return code.replaceAll("(?m)^static ", "");
    }

    @Override
    public String toString() {
        return where;
    }
}
