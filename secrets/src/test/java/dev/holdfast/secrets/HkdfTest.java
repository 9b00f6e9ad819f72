// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5869, appendix A, for SHA-256. */
class HkdfTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void theBasicCaseGivesThePublishedKeys() {
        check(
                same(0x0b, 22),
                HEX.parseHex("000102030405060708090a0b0c"),
                HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void longInputsAndOutputsGiveThePublishedKeys() {
        check(
                range(0x00, 0x4f),
                range(0x60, 0xaf),
                range(0xb0, 0xff),
                "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                        + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    void noSaltAndNoInfoGiveThePublishedKeys() {
        byte[] key = same(0x0b, 22);
        String expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8";
        check(
                key,
                new byte[0],
                new byte[0],
                "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                expected);
        assertThat(Hkdf.derive(key, new byte[0], 42)).isEqualTo(HEX.parseHex(expected));
    }

    @Test
    void moreThanTheAlgorithmCanGiveIsRefused() {
        assertThat(Hkdf.derive(new byte[32], new byte[0], 8160)).hasSize(8160);
        assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.derive(new byte[32], new byte[0], 8161));
        assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.derive(new byte[32], new byte[0], 0));
    }

    private static void check(byte[] key, byte[] salt, byte[] info, String prk, String okm) {
        byte[] extracted = Hkdf.extract(salt, key);
        assertThat(HEX.formatHex(extracted)).isEqualTo(prk);
        assertThat(HEX.formatHex(Hkdf.expand(extracted, info, okm.length() / 2)))
                .isEqualTo(okm);
    }

    private static byte[] same(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] range(int first, int last) {
        byte[] bytes = new byte[last - first + 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
