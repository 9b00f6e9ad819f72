// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keyset file: which providers have the key-encryption key (KEK), and the data keys wrapped under it. ASCII lines,
 * each a name, a space and a value, in this order and no other:
 *
 * <pre>
 * holdfast-keyset 1        kind and version
 * kek 32 hex digits        the KEK's id
 * epoch 1                  counts the KEKs
 * sequence 1               counts the writes of this file
 * created 2026-11-22T22:45:58Z
 * primary 16 hex digits    the data key that seals what is written now
 * check base64             the KEK's check value
 * copy key-file file-key - a copy of the KEK: its provider, the level, and the KEK under the provider's root key, or "-"
 *                          if the provider keeps it; one line each, at least one, in order of preference
 * data-keys base64         the data keys under the KEK, bound to all lines above
 * sha256 64 hex digits     of all lines above
 * </pre>
 *
 * The first and the last line stay as they are in every version. The digest tells damage from a wrong key before any
 * provider is asked; it is no protection against forgery, which the KEK is.
 */
record Keyset(
        KeyId kek,
        long epoch,
        long sequence,
        Instant created,
        long primary,
        String check,
        List<KekCopy> copies,
        String dataKeys) {

    /** No keyset is longer; a data key takes 54 bytes. */
    static final int MAX_BYTES = 16 * 1024;

    private static final String COPY = "copy ";
    private static final String KIND = "holdfast-keyset ";
    private static final String VERSION = "1";
    private static final String DIGEST = "sha256 ";
    private static final int DIGEST_LINE = DIGEST.length() + 64 + 1;

    /** All lines that the data keys are bound to. */
    String publicPart() {
        return KIND + VERSION
                + "\nkek " + kek
                + "\nepoch " + epoch
                + "\nsequence " + sequence
                + "\ncreated " + created
                + "\nprimary " + HexFormat.of().toHexDigits(primary)
                + "\ncheck " + check
                + "\n"
                + copies.stream().map(copy -> COPY + copy.print() + "\n").collect(Collectors.joining());
    }

    Keyset withDataKeys(byte[] box) {
        String encoded = Base64.getEncoder().encodeToString(box);
        return new Keyset(kek, epoch, sequence, created, primary, check, copies, encoded);
    }

    /** The provider that keeps the {@link Anchor}: the first that keeps anything. */
    Optional<String> anchoredAt() {
        return copies.stream().filter(KekCopy::isKept).map(KekCopy::provider).findFirst();
    }

    byte[] toBytes() {
        String body = publicPart() + "data-keys " + dataKeys + "\n";
        return (body + DIGEST + digest(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Accepts what {@link #toBytes} gives, byte for byte, and nothing else. */
    static Keyset parse(byte[] bytes) throws FormatException {
        String body = checkedBody(bytes);
        Map<String, String> lines = new HashMap<>();
        List<String> copies = new ArrayList<>();
        for (String line : body.lines().toList()) {
            String value = line.substring(name(line).length());
            if (line.startsWith(COPY)) {
                copies.add(value);
            } else {
                lines.put(name(line), value);
            }
        }
        if (!VERSION.equals(lines.get(KIND))) {
            throw FormatException.ofNewerVersion();
        }
        return of(bytes, lines, copies);
    }

    private static Keyset of(byte[] bytes, Map<String, String> lines, List<String> copies) throws FormatException {
        try {
            Keyset keyset = of(lines, KekCopy.parse(copies));
            if (Arrays.equals(keyset.toBytes(), bytes)) {
                return keyset;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw FormatException.damaged();
        }
        throw FormatException.damaged();
    }

    private static String checkedBody(byte[] bytes) throws FormatException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.length() - DIGEST_LINE;
        if (text.length() > MAX_BYTES || end < 0 || !text.startsWith(KIND)) {
            throw FormatException.damaged();
        }
        String body = text.substring(0, end);
        if (!text.substring(end).equals(DIGEST + digest(body) + "\n")) {
            throw FormatException.damaged();
        }
        return body;
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(' ') + 1);
    }

    private static Keyset of(Map<String, String> lines, List<KekCopy> copies) {
        return new Keyset(
                new KeyId(text(lines, "kek ")),
                Long.parseLong(text(lines, "epoch ")),
                Long.parseLong(text(lines, "sequence ")),
                Instant.parse(text(lines, "created ")),
                HexFormat.fromHexDigitsToLong(text(lines, "primary ")),
                base64(text(lines, "check ")),
                copies,
                base64(text(lines, "data-keys ")));
    }

    static String base64(String text) {
        if (!Base64.getEncoder()
                .encodeToString(Base64.getDecoder().decode(text))
                .equals(text)) {
            throw new IllegalArgumentException("Not the shortest Base64");
        }
        return text;
    }

    private static String text(Map<String, String> lines, String name) {
        String value = lines.get(name);
        if (value == null) {
            throw new IllegalArgumentException("A line is missing");
        }
        return value;
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
