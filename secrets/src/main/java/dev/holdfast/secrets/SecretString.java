// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that must not leak: a passphrase, a password. What {@link SecretBytes} is to bytes; it is never kept as a
 * {@link String}, which nobody can overwrite.
 */
public final class SecretString implements AutoCloseable {

    private static final int MAX_BYTES_PER_CHAR = 3;

    private final SecretBytes utf8;

    private SecretString(SecretBytes utf8) {
        this.utf8 = utf8;
    }

    /**
     * A copy of {@code chars}; the caller may wipe its own.
     *
     * @throws IllegalArgumentException if they are not well-formed Unicode
     */
    public static SecretString copyOf(char[] chars) {
        return copyOf(CharBuffer.wrap(chars));
    }

    /**
     * A copy of {@code text}.
     *
     * @throws IllegalArgumentException if it is not well-formed Unicode
     */
    public static SecretString copyOf(CharSequence text) {
        byte[] room = new byte[Math.multiplyExact(text.length(), MAX_BYTES_PER_CHAR)];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        try {
            if (StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text), encoded, true)
                    .isError()) {
                throw new IllegalArgumentException("Half of a surrogate pair in a secret");
            }
            return new SecretString(SecretBytes.owning(Arrays.copyOf(room, encoded.position())));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /**
     * A copy of the secret, which the caller should wipe after use.
     *
     * @throws HoldfastException HF-0301 if this was closed
     */
    public char[] reveal() {
        byte[] bytes = utf8.reveal();
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        try {
            return Arrays.copyOf(decoded.array(), decoded.remaining());
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(decoded.array(), '\0');
        }
    }

    /**
     * The secret as UTF-8, closed on its own.
     *
     * @throws HoldfastException HF-0301 if this was closed
     */
    public SecretBytes utf8() {
        return SecretBytes.owning(utf8.reveal());
    }

    /** Overwrites the text. */
    @Override
    public void close() {
        utf8.close();
    }

    /** Whether both hold the same text, compared in constant time. A closed secret equals none but itself. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof SecretString that && utf8.equals(that.utf8));
    }

    /** From the length alone, so that it tells nothing of the content. */
    @Override
    public int hashCode() {
        return utf8.hashCode();
    }

    /** Nothing of the text, and not its length, which tells much of a password. */
    @Override
    public String toString() {
        return "SecretString[...]";
    }
}
