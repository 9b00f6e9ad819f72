// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import dev.holdfast.state.CodecException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/** What errors of tokens mean for a codec; their own texts quote the data. */
public final class TokenErrors {

    private TokenErrors() {}

    /** In what way data cannot be read: {@link Kind#LIMIT}, {@link Kind#MALFORMED} or {@link Kind#MISMATCH}. */
    public static Kind unreadable(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return Kind.LIMIT;
        }
        return e instanceof StreamReadException && !(e instanceof InputCoercionException)
                ? Kind.MALFORMED
                : Kind.MISMATCH;
    }

    /** In what way a value cannot be written: {@link Kind#LIMIT} or {@link Kind#UNWRITABLE}. */
    public static Kind unwritable(JacksonException e) {
        return e instanceof StreamConstraintsException ? Kind.LIMIT : Kind.UNWRITABLE;
    }

    /** Where, as the end of a clause; empty if it is not known. */
    public static String at(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
