// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.testkit.CodecExamples.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import dev.holdfast.testkit.CodecExamples.Choosy;
import dev.holdfast.testkit.CodecExamples.Deep;
import dev.holdfast.testkit.CodecExamples.Everything;
import dev.holdfast.testkit.CodecExamples.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What could not be read again is not written. */
abstract class UnwritableContract extends CodecPart {

    private static final String HALF = CANARY + "\ud83d";

    UnwritableContract(CodecContract contract) {
        super(contract);
    }

    @Test
    void halfOfASurrogatePairIsNotWritten() {
        assertNotWritten(new Choosy(List.of("a", HALF), 1), Kind.UNWRITABLE);
        assertNotWritten(everything(BigDecimal.ONE, BigInteger.ONE, Map.of(HALF, new Point(1, 2))), Kind.UNWRITABLE);
    }

    @Test
    void numbersBeyondTheLimitAreNotWritten() {
        BigInteger longest = BigInteger.TEN.pow(JsonValue.MAX_NUMBER_LENGTH - 1);
        assertThat(encode(everything(BigDecimal.ONE, longest, Map.of()), Layout.COMPACT))
                .isNotEmpty();
        assertNotWritten(everything(BigDecimal.ONE, longest.multiply(BigInteger.TEN), Map.of()), Kind.LIMIT);
        assertNotWritten(everything(new BigDecimal(longest, 3), BigInteger.ONE, Map.of()), Kind.LIMIT);
    }

    private static Everything everything(BigDecimal decimal, BigInteger huge, Map<String, Point> places) {
        return new Everything(
                NOTHING.text(),
                NOTHING.truth(),
                NOTHING.whole(),
                NOTHING.large(),
                NOTHING.real(),
                NOTHING.rough(),
                decimal,
                huge,
                NOTHING.at(),
                NOTHING.look(),
                NOTHING.point(),
                NOTHING.points(),
                places,
                NOTHING.nick(),
                NOTHING.note());
    }

    @Test
    void valuesThatAreTooDeepAreNotWritten() {
        Deep deep = new Deep(List.of());
        for (int depth = 2; depth < JsonValue.MAX_DEPTH; depth += 2) {
            deep = new Deep(List.of(deep));
        }
        assertThat(encode(deep, Layout.PRETTY)).isNotEmpty();
        assertNotWritten(new Deep(List.of(deep)), Kind.LIMIT);
    }

    @Test
    void valuesThatAreTooLongAreNotWritten() {
        String half = CANARY.repeat(JsonValue.MAX_BYTES / CANARY.length() / 2);
        assertNotWritten(new Choosy(List.of(half, half, "more"), 1), Kind.LIMIT);
    }

    private void assertNotWritten(Object value, Kind kind) {
        for (Layout layout : Layout.values()) {
            assertThat(refused(() -> encode(value, layout)).kind()).isEqualTo(kind);
        }
    }
}
