// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JSON number as it is written, so that none loses a digit: {@code 1.0} and {@code 1} are different values here.
 *
 * @param lexeme as in JSON's grammar, of at most {@value JsonValue#MAX_NUMBER_LENGTH} characters
 */
public record JsonNumber(String lexeme) implements JsonValue {

    private static final Pattern GRAMMAR = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    /**
     * @throws IllegalArgumentException if it is not a number
     * @throws CodecException {@link CodecException.Kind#LIMIT} if it is too long
     */
    public JsonNumber {
        if (lexeme.length() > MAX_NUMBER_LENGTH) {
            throw new CodecException(CodecException.Kind.LIMIT, List.of(), "a number is too long");
        }
        if (!GRAMMAR.matcher(lexeme).matches()) {
            throw new IllegalArgumentException("Not a JSON number");
        }
    }

    /** A whole number. */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** Its exact value. */
    public BigDecimal decimal() {
        return new BigDecimal(lexeme);
    }

    /**
     * Its value as a whole number of 64 bits.
     *
     * @throws ArithmeticException if it has a fraction or does not fit; without the number in its text
     */
    public long longValue() {
        try {
            return decimal().longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ArithmeticException("Not a whole number of 64 bits");
        }
    }

    /**
     * The double that is nearest to its value.
     *
     * @throws ArithmeticException if it is beyond all of them; without the number in its text
     */
    public double doubleValue() {
        double value = Double.parseDouble(lexeme);
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("Beyond a double");
        }
        return value;
    }

    @Override
    public String toString() {
        return "number";
    }
}
