// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.state.CodecException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {

    /** Bytes at which something begins or ends to be well-formed. */
    private static final int[] EDGES = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    @Test
    void everySequenceOfEdgesIsJudgedAsTheJdkDoes() {
        byte[] four = new byte[4];
        for (int a : EDGES) {
            for (int b : EDGES) {
                for (int c : EDGES) {
                    for (int d : EDGES) {
                        four[0] = (byte) a;
                        four[1] = (byte) b;
                        four[2] = (byte) c;
                        four[3] = (byte) d;
                        assertJudgedAsByTheJdk(four);
                    }
                }
            }
        }
    }

    @Test
    void textWithAFlawAnywhereIsJudgedAsTheJdkDoes() {
        Random random = new Random(20261125);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = text(random).getBytes(StandardCharsets.UTF_8);
            if (text.length > 0 && random.nextBoolean()) {
                text[random.nextInt(text.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            assertJudgedAsByTheJdk(text);
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(40), 0, 40)
                .map(it -> it < 30 ? 'a' + it : new int[] {0xE4, 0x20AC, 0x1F600, 0xFFFF, 0x7FF}[it % 5])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void assertJudgedAsByTheJdk(byte[] bytes) {
        boolean wellFormed = true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            wellFormed = false;
        }
        if (isWellFormed(bytes, 0, bytes.length) != wellFormed) {
            throw new AssertionError(HexFormat.of().formatHex(bytes) + " is well-formed: " + wellFormed);
        }
    }

    @Test
    void escapedSurrogatesComeInPairsWhereverTheyStand() {
        for (int before = 0; before < 17; before++) {
            String padding = "x".repeat(before);
            for (String whole :
                    List.of("\\ud83d\\ude00", "\\uD83D\\uDE00\\ud83d\\ude00", "\\\\ud83d", "\\u00e4", "\\")) {
                assertThat(isWellFormed(padding + whole + padding)).as(whole).isTrue();
            }
            for (String half : List.of("\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d\\u00e4", "\\\\\\ud83d")) {
                assertThat(isWellFormed(padding + half + padding)).as(half).isFalse();
            }
        }
    }

    @Test
    void onlyThePartIsLookedAtAndTheByteIsTold() {
        byte[] bytes = "\u00e4 ok \u00e4".getBytes(StandardCharsets.UTF_8);
        assertThat(isWellFormed(bytes, 1, bytes.length - 1)).isFalse();
        assertThat(isWellFormed(bytes, 2, bytes.length - 4)).isTrue();
        assertThat(isWellFormed(bytes, 2, bytes.length - 3)).isFalse();
        assertThat(catchThrowable(() -> Utf8.requireWellFormed(bytes, 2, bytes.length - 3)))
                .hasMessageContaining("at byte 4");
    }

    private static boolean isWellFormed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isWellFormed(bytes, 0, bytes.length);
    }

    private static boolean isWellFormed(byte[] bytes, int offset, int length) {
        try {
            Utf8.requireWellFormed(bytes, offset, length);
            return true;
        } catch (CodecException e) {
            return false;
        }
    }
}
