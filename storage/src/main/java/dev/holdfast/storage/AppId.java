// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.regex.Pattern;

/** What can be the id of an app, and so the name of a directory on every platform. */
final class AppId {

    private static final int MAX_LENGTH = 128;
    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]+(?:[.-][a-z0-9]+)*");

    /** A file whose name begins with one of these and a dot is a device on Windows. */
    private static final Pattern RESERVED =
            Pattern.compile("(?:.*\\.)?(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?");

    private AppId() {}

    /** The id itself. */
    static String checked(String appId) {
        if (appId.length() > MAX_LENGTH) {
            throw new InvalidNameException(
                    "an app id has at most " + MAX_LENGTH + " characters, this has " + appId.length());
        }
        if (!SYNTAX.matcher(appId).matches()) {
            throw new InvalidNameException("an app id is words of a-z and 0-9 with single dots or dashes between them,"
                    + " such as org.example.chat");
        }
        if (RESERVED.matcher(appId).matches()) {
            throw new InvalidNameException("a word of the app id is the name of a device on Windows");
        }
        return appId;
    }
}
