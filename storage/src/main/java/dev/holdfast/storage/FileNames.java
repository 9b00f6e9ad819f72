// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Blob names as file names, one to one, so that no two names meet on any file system: {@code a-z 0-9 . _ -} stay; every
 * other byte of the UTF-8, a dot at either end, and the first letter of a name that the system or the home itself uses,
 * becomes {@code %xx}. A {@code ~} is never part of a name: behind it stands what the file is to the blob.
 */
final class FileNames {

    /** Marks what is not a current blob. */
    static final char MARK = '~';

    /** A revision that is being written. */
    static final String TEMP = "tmp";
    /** A generation that is being copied. */
    static final String COPY = "copy";

    static final String LOCK = "lock";
    static final String TRASH = "trash";
    static final String QUARANTINE = "quarantine";
    static final String STORES = "stores";

    private static final Set<String> OURS =
            Set.of(LOCK, TRASH, QUARANTINE, STORES, "accounts", "app", "journal", "keys");
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");
    private static final HexFormat HEX = HexFormat.of();

    private FileNames() {}

    static String encode(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder file = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean dotAtEdge = bytes[i] == '.' && (i == 0 || i == bytes.length - 1);
            append(file, bytes[i], dotAtEdge || (i == 0 && isReserved(name)));
        }
        return file.toString();
    }

    private static void append(StringBuilder file, byte octet, boolean escaped) {
        if (isPlain(octet) && !escaped) {
            file.append((char) octet);
        } else {
            file.append('%').append(HEX.toHexDigits(octet));
        }
    }

    private static boolean isPlain(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= '0' && octet <= '9')
                || octet == '.'
                || octet == '_'
                || octet == '-';
    }

    private static boolean isReserved(String name) {
        int dot = name.indexOf('.');
        return OURS.contains(name) || DEVICES.contains(dot < 0 ? name : name.substring(0, dot));
    }

    /** The blob that has this file as its current revision; empty for every other file. */
    static Optional<String> decode(String file) {
        ByteBuffer bytes = ByteBuffer.allocate(file.length());
        try {
            for (int i = 0; i < file.length(); i++) {
                bytes.put((byte)
                        (file.charAt(i) == '%' ? HexFormat.fromHexDigits(file, i + 1, (i += 2) + 1) : file.charAt(i)));
            }
            String name =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return encode(name).equals(file) ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
            return Optional.empty(); // nothing that encode ever gave
        }
    }
}
