// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A content that shows whether it is whole: a number, filling of a length that depends on it, the number again. */
final class Payload {

    private static final int PRIME = 7_919;

    private Payload() {}

    static byte[] of(int number) {
        char[] filling = new char[number * PRIME % 20_000];
        Arrays.fill(filling, (char) ('a' + number % 26));
        return (number + " " + new String(filling) + " " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** The number; fails if the content is not whole. */
    static int number(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
        if (!Arrays.equals(of(number), bytes)) {
            throw new AssertionError("Torn: number " + number + ", " + bytes.length + " bytes");
        }
        return number;
    }
}
