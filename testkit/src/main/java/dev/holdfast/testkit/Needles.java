// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Texts to look for, in the forms in which software writes them down. */
final class Needles {

    private record Needle(String which, String form) {}

    private final List<Needle> needles = new ArrayList<>();

    Needles(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            String which = "text " + (i + 1);
            add(which, texts.get(i).getBytes(StandardCharsets.UTF_8));
            add(which + " in UTF-16", latin(texts.get(i).getBytes(StandardCharsets.UTF_16LE)));
            add(which + " in UTF-16", latin(texts.get(i).getBytes(StandardCharsets.UTF_16BE)));
        }
    }

    /** Bytes to look for as well. */
    void add(String which, byte[] bytes) {
        add(which, latin(bytes));
        String hex = HexFormat.of().formatHex(bytes);
        add(which + " in hexadecimal", hex);
        add(which + " in hexadecimal", hex.toUpperCase(Locale.ROOT));
        addBase64(which + " in Base64", bytes);
    }

    private void add(String which, String form) {
        if (form.isEmpty()) {
            throw new IllegalArgumentException("An empty text is everywhere");
        }
        needles.add(new Needle(which, form));
    }

    /** Encoded text looks different at each of the three places where it can begin; its ends mix with what is beside it. */
    private void addBase64(String which, byte[] utf8) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + utf8.length];
            System.arraycopy(utf8, 0, shifted, before, utf8.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int to = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
            if (to > from) {
                add(which, encoded.substring(from, to));
                add(which, encoded.substring(from, to).replace('+', '-').replace('/', '_'));
            }
        }
    }

    Set<String> foundIn(byte[] content) {
        return foundIn(latin(content));
    }

    Set<String> foundIn(String content) {
        Set<String> found = new TreeSet<>();
        for (Needle needle : needles) {
            if (content.contains(needle.form())) {
                found.add(needle.which());
            }
        }
        return found;
    }

    /** One character a byte, so that bytes can be searched as text. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
