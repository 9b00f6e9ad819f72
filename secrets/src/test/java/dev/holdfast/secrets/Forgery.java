// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What somebody does who knows the format of a keyset and not its key. */
final class Forgery {

    private static final int DIGEST_LINE = "sha256 \n".length() + 64;

    private Forgery() {}

    /** The keyset with its last line made to fit the others. */
    static byte[] withDigest(byte[] keyset) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(keyset, 0, keyset.length - DIGEST_LINE);
            String digest = HexFormat.of().formatHex(sha256.digest());
            byte[] forged = keyset.clone();
            byte[] line = ("sha256 " + digest + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(line, 0, forged, forged.length - DIGEST_LINE, DIGEST_LINE);
            return forged;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
