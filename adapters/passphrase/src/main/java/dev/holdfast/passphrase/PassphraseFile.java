// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code passphrase}: how the passphrase becomes a key, and the root key wrapped under it. ASCII lines, in this
 * order and no other:
 *
 * <pre>
 * holdfast-passphrase 1    kind and version
 * argon2id 19456 2 1       memory in KiB, passes, lanes
 * salt base64
 * check base64             what the derived key proves itself by
 * root base64              the root key under it, bound to all lines above
 * sha256 64 hex digits     of all lines above
 * </pre>
 *
 * The first line stays as it is in every version. The digest tells damage from a wrong passphrase before anybody is asked.
 */
final class PassphraseFile {

    private static final String KIND = "holdfast-passphrase ";
    private static final String VERSION = "1";
    private static final int MAX_BYTES = 1024;
    private static final Pattern FORM = Pattern.compile(
            KIND
                    + "1\nargon2id ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})\nsalt (\\S+)\ncheck (\\S+)\nroot (\\S+)\nsha256 [0-9a-f]{64}\n");

    private PassphraseFile() {}

    /** The lines that the root key is bound to. */
    static String publicPart(WrappedRoot wrapped) {
        Argon2Cost cost = wrapped.cost();
        return KIND + VERSION + "\nargon2id " + cost.memoryKib() + " " + cost.passes() + " " + cost.lanes() + "\nsalt "
                + wrapped.salt() + "\ncheck " + wrapped.check() + "\n";
    }

    static byte[] toBytes(WrappedRoot wrapped) {
        String body = publicPart(wrapped) + "root " + wrapped.box() + "\n";
        return (body + "sha256 " + sha256(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isNewer(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.startsWith(KIND) && !text.startsWith(KIND + VERSION + "\n");
    }

    /** Accepts what {@link #toBytes} gives, byte for byte, and nothing else. Costs beyond all reason are damage. */
    static Optional<WrappedRoot> parse(byte[] content) {
        if (content.length > MAX_BYTES) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        try {
            return matcher.matches()
                    ? Optional.of(wrapped(matcher)).filter(it -> Arrays.equals(toBytes(it), content))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static WrappedRoot wrapped(Matcher matcher) {
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return new WrappedRoot(
                cost,
                base64(matcher.group(4), WrappedRoot.SALT_BYTES),
                base64(matcher.group(5), WrappedRoot.CHECK_BYTES),
                base64(matcher.group(6), WrappedRoot.BOX_BYTES));
    }

    private static String base64(String text, int bytes) {
        if (Base64.getDecoder().decode(text).length != bytes) {
            throw new IllegalArgumentException("Too long or too short");
        }
        return text;
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
