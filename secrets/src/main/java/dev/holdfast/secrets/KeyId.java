// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a key at its provider: 128 random bits, so that no new key ever overwrites an old one; what else of an
 * account a vault keeps is named by a digest. It is no secret.
 *
 * @param text 32 hex digits in lower case
 */
public record KeyId(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    /** @throws IllegalArgumentException if the text is not as above */
    public KeyId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("Not a key id: " + text.length() + " characters");
        }
    }

    static KeyId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    /** The same for the same bytes, and for no others. */
    static KeyId of(byte[] named) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(named);
            return new KeyId(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
