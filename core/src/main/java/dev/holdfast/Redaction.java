// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text without what it may tell of a person or a machine: a user's id, paths, addresses. */
final class Redaction {

    private static final String GONE = "...";

    /** Words with a separator of paths or an at sign, and what is quoted. */
    private static final Pattern TELLING = Pattern.compile("\"[^\"]*\"|\\S*[/\\\\@]\\S*");

    private final String user;

    Redaction(String user) {
        this.user = user;
    }

    String of(String text) {
        String nobody = user.isEmpty() ? text : text.replace(user, GONE);
        return TELLING.matcher(nobody).replaceAll(Matcher.quoteReplacement(GONE));
    }
}
