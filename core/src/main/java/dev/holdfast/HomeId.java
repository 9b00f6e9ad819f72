// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a home is told apart by from others that use the same cache: a random id, which stands in its note and in the names
 * of the marks that it leaves in local directories.
 *
 * @param text 64 random bits as hexadecimal digits; empty where a home has none, or one that none of ours can be
 */
record HomeId(String text) {

    /** Of a home that marks nothing, and takes nothing for its own. */
    static final HomeId NONE = new HomeId("");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    static HomeId of(String text) {
        return ID.matcher(text).matches() ? new HomeId(text) : NONE;
    }

    static HomeId random(SecureRandom random) {
        return new HomeId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    /** The name of the directory that marks what this home has made; no store has such a name. */
    Optional<String> mark() {
        return text.isEmpty() ? Optional.empty() : Optional.of(".home-" + text);
    }
}
