// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {

    private static final Instant SAVED = Instant.parse("2026-11-22T10:15:30Z");
    private static final Slice DATA = Slice.of(utf8("{\"a\":\"\u00e4\"}"));

    @Test
    void theLayoutIsReadableAndTheDataComeLast() {
        Slice data = Slice.of(JsonPrinter.print(JsonObject.empty().with("a", 1), Layout.PRETTY, 1));

        assertThat(text(EnvelopeWriter.write(new Stamp(2, OptionalLong.of(1)), 17, SAVED, data, Layout.PRETTY)))
                .isEqualTo("""
                        {
                          "version": 2,
                          "sequence": 17,
                          "saved": "2026-11-22T10:15:30.000Z",
                          "checksum": "%s",
                          "oldest_reader": 1,
                          "data": {
                            "a": 1
                          }
                        }
                        """.formatted(EnvelopeWriter.checksum(data)));
    }

    @Test
    void compactHasNoWhitespace() {
        assertThat(text(write(Layout.COMPACT)))
                .isEqualTo("{\"version\":2,\"sequence\":17,\"saved\":\"2026-11-22T10:15:30.000Z\",\"checksum\":\""
                        + EnvelopeWriter.checksum(DATA) + "\",\"data\":{\"a\":\"\u00e4\"}}");
    }

    @Test
    void theChecksumIsCrc32cOfTheDataInHexadecimal() {
        assertThat(EnvelopeWriter.checksum(Slice.of(utf8("123456789")))).isEqualTo("crc32c:e3069283");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenReadsAsWholeAndItsDataAreNotParsed(Layout layout) {
        Envelope envelope = EnvelopeReader.read(write(layout));

        assertThat(envelope.version()).isEqualTo(2);
        assertThat(envelope.sequence()).isEqualTo(17);
        assertThat(envelope.saved()).hasValue(SAVED);
        assertThat(envelope.whole()).isTrue();
        assertThat(envelope.data().hasSameBytes(DATA)).isTrue();
        assertThat(envelope.tree()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":1,\"data\":{\"a\":\"\u00e4\"}}",
                "{\"data\":{\"a\":\"\u00e4\"},\"version\":1}",
                " {\r\n\t\"data\" : {\"a\":\"\u00e4\"} , \"version\" :1 } \n",
                "\ufeff{\"version\":1,\"data\":{\"a\":\"\u00e4\"}}",
                "{\"version\":1,\"other\":[{\"data\":1}],\"data\":{\"a\":\"\u00e4\"},\"more\":2}",
                "{\"version\":1.0,\"sequence\":-1,\"saved\":7,\"checksum\":null,\"data\":{\"a\":\"\u00e4\"}}",
                "{\"version\":1,\"sequence\":1e99,\"saved\":\"yesterday\",\"data\":{\"a\":\"\u00e4\"}}"
            })
    void theSeedsEnvelopeIsReadInAnyOrder(String text) {
        Envelope envelope = EnvelopeReader.read(utf8(text));

        assertThat(envelope.version()).isEqualTo(1);
        assertThat(envelope.sequence()).isZero();
        assertThat(envelope.saved()).isEmpty();
        assertThat(envelope.whole()).isFalse();
        assertThat(envelope.data().hasSameBytes(DATA)).isTrue();
        assertThat(envelope.isEdited(Instant.MIN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "-7.5e1",
                "\"x\\\"}\"",
                "true",
                "false",
                "null",
                "[1, [2] ]",
                "{\"a\": {\"b\": \"}\"} }",
                "[]",
                "{}"
            })
    void dataOfAnyKindAreFoundWithTheChecksumBehindThem(String data) {
        Slice slice = Slice.of(utf8(data));
        String text = "{\"data\":" + data + " ,\"checksum\":\"" + EnvelopeWriter.checksum(slice) + "\",\"version\":3}";

        Envelope envelope = EnvelopeReader.read(utf8(text));

        assertThat(envelope.whole()).isTrue();
        assertThat(envelope.data().hasSameBytes(slice)).isTrue();
        assertThat(envelope.tree()).hasValue(JsonValue.parse(utf8(data)));
    }

    @Test
    void fieldsBehindTheDataDoNotCountAsData() {
        String text = text(write(Layout.COMPACT));

        Envelope envelope = EnvelopeReader.read(utf8(text.substring(0, text.length() - 1) + ",\"note\":1}"));

        assertThat(envelope.whole()).isTrue();
        assertThat(envelope.data().hasSameBytes(DATA)).isTrue();
    }

    @Test
    void noFlippedBitOfTheDataPassesAsWhole() {
        Random random = new Random(7);
        byte[] good = write(Layout.PRETTY);
        int start = text(good).indexOf("{\"a\"");
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            int at = utf8(text(good).substring(0, start)).length + random.nextInt(DATA.length());
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(readsAsWhole(bad)).isFalse();
        }
    }

    @Test
    void anyMutationIsReadOrRefusedWithOurOwnException() {
        Random random = new Random(8);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = write(Layout.PRETTY);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            readsAsWhole(Arrays.copyOf(bad, random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length));
        }
    }

    private static boolean readsAsWhole(byte[] bytes) {
        try {
            return EnvelopeReader.read(bytes).whole();
        } catch (CodecException e) {
            return false;
        }
    }

    @Test
    void metadataNamedTwiceAreRefusedEvenIfTheDataAreWhole() {
        String twice = text(write(Layout.COMPACT)).replace("\"version\":2,", "\"version\":2,\"version\":9,");

        assertThatThrownBy(() -> EnvelopeReader.read(utf8(twice))).isInstanceOf(CodecException.class);
    }

    @Test
    void editedMeansLaterThanSavedByMoreThanTwoSeconds() {
        Envelope envelope = new Envelope(
                new Stamp(1, OptionalLong.empty()), 1, Optional.of(SAVED.toString()), false, DATA, Optional.empty());

        assertThat(envelope.isEdited(SAVED.plusSeconds(2))).isFalse();
        assertThat(envelope.isEdited(SAVED.plusMillis(2001))).isTrue();
    }

    private static byte[] write(Layout layout) {
        return EnvelopeWriter.write(new Stamp(2, OptionalLong.empty()), 17, SAVED, DATA, layout);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
