// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarshallingTest {

    private static Unmarshaller written(Marshaller.Content content) {
        Marshaller out = new Marshaller();
        content.into(out);
        return new Unmarshaller(out.toBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static Unmarshaller bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return new Unmarshaller(bytes.flip());
    }

    private static void assertMalformed(ThrowingCallable reading) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(reading);
    }

    @Test
    void whatIsWrittenIsReadWhereverItIsAligned() throws Exception {
        Unmarshaller in = written(out -> out.octet(7)
                .uint32(0x01020304)
                .octet(1)
                .string("grüße")
                .bool(true)
                .octet(2)
                .bytes(new byte[] {1, 2, 3})
                .variant("s", it -> it.string("within"))
                .struct()
                .string("/a/b")
                .array(4, paths -> paths.string("/").string("/x_1/Y"))
                .signature("a{ss}"));
        assertThat(in.octet()).isEqualTo(7);
        assertThat(in.uint32()).isEqualTo(0x01020304);
        assertThat(in.octet()).isEqualTo(1);
        assertThat(in.string()).isEqualTo("grüße");
        assertThat(in.bool()).isTrue();
        assertThat(in.octet()).isEqualTo(2);
        assertThat(in.bytes()).containsExactly(1, 2, 3);
        assertThat(in.variant("s").string()).isEqualTo("within");
        assertThat(in.struct().objectPath()).isEqualTo("/a/b");
        assertThat(in.objectPaths()).containsExactly("/", "/x_1/Y");
        assertThat(in.signature()).isEqualTo("a{ss}");
        assertThat(in.hasMore()).isFalse();
    }

    /** By hand, from the specification's rules. */
    @Test
    void aDictionaryHasTheBytesOfTheSpecification() {
        ByteBuffer out = new Marshaller().dictionary(Map.of("k", "v")).toBuffer();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        assertThat(bytes).containsExactly(14, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'k', 0, 0, 0, 1, 0, 0, 0, 'v', 0);
    }

    @Test
    void numbersAreReadInTheOrderOfTheMessage() throws Exception {
        ByteBuffer bigEndian = ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 'x', 0}).order(ByteOrder.BIG_ENDIAN);
        assertThat(new Unmarshaller(bigEndian).string()).isEqualTo("x");
    }

    @Test
    void textIsUtf8AndEndsWhereItSays() {
        assertMalformed(() -> bytes(2, 0, 0, 0, 0xc3, 0x28, 0).string());
        assertMalformed(() -> bytes(1, 0, 0, 0, 'x', 'y').string());
        assertMalformed(() -> bytes(3, 0, 0, 0, 'x', 0, 'y', 0).string());
        assertMalformed(() -> bytes(1, 0, 0, 0, 'x').string());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aLengthBeyondTheEndIsNotBelieved(int length) {
        Marshaller out = new Marshaller().uint32(length).octet(0).octet(0);
        assertMalformed(() -> reading(out).string());
        assertMalformed(() -> reading(out).bytes());
        assertMalformed(() -> reading(out).objectPaths());
    }

    private static Unmarshaller reading(Marshaller out) {
        return new Unmarshaller(out.toBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void anArrayEndsWithItsLastElement() {
        assertMalformed(() -> bytes(5, 0, 0, 0, 1, 0, 0, 0, '/', 0, 0, 0).objectPaths());
    }

    @Test
    void paddingIsZeroAndABooleanIsZeroOrOne() {
        assertMalformed(() -> {
            Unmarshaller in = bytes(1, 9, 0, 0, 1, 0, 0, 0);
            in.octet();
            in.uint32();
        });
        assertMalformed(() -> bytes(2, 0, 0, 0).bool());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//", "/a/", "/a b", "/ä", "/a\n"})
    void whatIsNoObjectPathIsNone(String path) {
        assertMalformed(() -> written(out -> out.string(path)).objectPath());
    }

    @Test
    void aVariantOfAnotherTypeIsNotRead() {
        assertMalformed(() ->
                written(out -> out.variant("s", it -> it.string("x"))).variant("ay"));
    }

    @Test
    void noBytesWhateverEndOtherwiseThanWell() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(48)];
            random.nextBytes(noise);
            for (int j = 0; j < noise.length; j++) {
                noise[j] &= random.nextInt(3) == 0 ? (byte) 0xff : 3;
            }
            readAll(noise);
        }
    }

    private static void readAll(byte[] noise) {
        List<ThrowingCallable> ways = List.of(
                () -> reading(noise).string(),
                () -> reading(noise).objectPaths(),
                () -> reading(noise).struct().bytes(),
                () -> reading(noise).variant("b").bool());
        for (ThrowingCallable way : ways) {
            try {
                way.call();
            } catch (ProtocolException e) {
                // Refused.
            } catch (Throwable e) {
                throw new AssertionError(Arrays.toString(noise), e);
            }
        }
    }

    private static Unmarshaller reading(byte[] bytes) {
        return new Unmarshaller(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}
