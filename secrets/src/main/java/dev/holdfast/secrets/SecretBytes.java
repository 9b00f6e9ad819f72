// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Bytes that must not leak: a key, a token. They are copied in and copied out, compared in constant time, never
 * printed, and overwritten by {@link #close}. {@link #reveal} is the only way to them, so a search for that word finds
 * every place that handles a secret.
 *
 * <p>Overwriting is best effort: the virtual machine may have moved the bytes and left a copy behind. Safe for any
 * number of threads; a reader gets all the bytes or, once closed, an error.
 */
public final class SecretBytes implements AutoCloseable {

    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}; the caller may wipe its own. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** {@code length} fresh random bytes. */
    public static SecretBytes random(int length, SecureRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** Takes {@code bytes} over without a copy; nobody else may keep them. */
    static SecretBytes owning(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /**
     * A copy of the secret, which the caller should wipe after use.
     *
     * @throws HoldfastException HF-0301 if this was closed
     */
    public synchronized byte[] reveal() {
        if (closed) {
            throw Problems.secretClosed();
        }
        return bytes.clone();
    }

    /**
     * A secret of its own, for one purpose, by HKDF with SHA-256 (RFC 5869) without a salt; this one must be uniformly
     * random.
     *
     * @param info the purpose: secrets of different ones are unrelated
     * @param length in bytes, 1 to 8,160
     * @throws IllegalArgumentException if it would be shorter or longer
     * @throws HoldfastException HF-0301 if this was closed
     */
    public SecretBytes derive(byte[] info, int length) {
        byte[] key = reveal();
        try {
            return owning(Hkdf.derive(key, info, length));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** How many bytes; known of a closed secret, too. */
    public int length() {
        return bytes.length;
    }

    /** Overwrites the bytes with zeros. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Whether both hold the same bytes, compared in constant time. A closed secret equals none but itself. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof SecretBytes that && sameAs(that));
    }

    private boolean sameAs(SecretBytes other) {
        byte[] mine = snapshot();
        byte[] theirs = other.snapshot();
        try {
            return MessageDigest.isEqual(mine, theirs) && isOpen() && other.isOpen();
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    private synchronized byte[] snapshot() {
        return bytes.clone();
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    /** From the length alone, so that it tells nothing of the content. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    /** The length alone. */
    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " bytes]";
    }
}
