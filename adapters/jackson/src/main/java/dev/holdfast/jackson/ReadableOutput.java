// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Writes nothing that a reader with our limits would refuse. */
final class ReadableOutput extends JsonGeneratorDelegate {

    ReadableOutput(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public JsonGenerator writeName(String name) {
        requireWellFormed(name);
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writeString(String text) {
        requireWellFormed(text);
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeNumber(BigInteger number) {
        requireShort(number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal number) {
        requireShort(number);
        return super.writeNumber(number);
    }

    private void requireWellFormed(String text) {
        if (!JsonString.isWellFormed(text)) {
            throw new StreamWriteException(this, "Half of a surrogate pair");
        }
    }

    private static void requireShort(Number number) {
        if (number.toString().length() > JsonValue.MAX_NUMBER_LENGTH) {
            throw new StreamConstraintsException("A number is too long");
        }
    }
}
