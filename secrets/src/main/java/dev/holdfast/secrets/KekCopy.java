// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One copy of a key-encryption key: who has it. Each copy opens the account, so the account is protected as well as the
 * weakest of them.
 *
 * @param provider the provider's id
 * @param level how well the provider protects, as it said when it was given the copy
 * @param wrapped the key under the provider's root key, in Base64; or {@link #KEPT}
 */
record KekCopy(String provider, ProtectionLevel level, String wrapped) {

    /** In the place of a wrapped key when the provider keeps the key itself. */
    static final String KEPT = "-";

    boolean isKept() {
        return wrapped.equals(KEPT);
    }

    String print() {
        return provider + " " + text(level) + " " + wrapped;
    }

    private static String text(ProtectionLevel level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws FormatException if a level is none that this version knows
     * @throws IllegalArgumentException if one is no copy, or there is none
     */
    static List<KekCopy> parse(List<String> lines) throws FormatException {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("No copy");
        }
        List<KekCopy> copies = new ArrayList<>();
        for (String line : lines) {
            copies.add(parse(line));
        }
        return List.copyOf(copies);
    }

    private static KekCopy parse(String line) throws FormatException {
        String[] fields = line.split(" ", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("Not a copy");
        }
        String wrapped = fields[2].equals(KEPT) ? KEPT : Keyset.base64(fields[2]);
        return new KekCopy(fields[0], level(fields[1]), wrapped);
    }

    private static ProtectionLevel level(String text) throws FormatException {
        for (ProtectionLevel level : ProtectionLevel.values()) {
            if (text(level).equals(text)) {
                return level;
            }
        }
        throw FormatException.ofNewerVersion();
    }
}
