// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One key of XAES-256-GCM as specified at <a href="https://c2sp.org/XAES-256-GCM">c2sp.org/XAES-256-GCM</a>: AES-256-GCM
 * under a key derived from the first half of a nonce long enough to be drawn at random for any number of messages. Like
 * GCM it does not commit to its key. Safe for use by any number of threads.
 *
 * <p>The JDK's ciphers are long in the making, and each leaves its copies of the key behind: here they are made once.
 * {@link #close} overwrites the key, as far as the JDK lets: what it made of it is left to the garbage collector.
 */
final class Xaes256Gcm implements AutoCloseable {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;

    private static final int BLOCK = 16;
    private static final int HALF_NONCE = 12;

    /** AES under the key. Used by one thread at a time; who has it has the right to {@link #closed}, too. */
    private final Cipher aes;

    private final byte[] k1;

    /** What the last message was sealed or opened with, unless somebody uses it now. */
    private final AtomicReference<@Nullable Cipher> idle = new AtomicReference<>();

    private boolean closed;

    private Xaes256Gcm(Cipher aes, byte[] k1) {
        this.aes = aes;
        this.k1 = k1;
    }

    /** @param key copied */
    static Xaes256Gcm of(byte[] key) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            begin(aes, key);
            return new Xaes256Gcm(aes, doubled(aes.doFinal(new byte[BLOCK])));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES", e);
        }
    }

    private static void begin(Cipher aes, byte[] key) throws GeneralSecurityException {
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    }

    /**
     * Writes ciphertext and tag into {@code out} from {@code at} on.
     *
     * @throws HoldfastException HF-0301 once closed
     */
    void seal(byte[] nonce, byte[] associated, byte[] plaintext, byte[] out, int at) {
        try {
            Cipher gcm = gcm(Cipher.ENCRYPT_MODE, nonce, associated);
            gcm.doFinal(plaintext, 0, plaintext.length, out, at);
            idle.set(gcm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * The plaintext of what stands in {@code sealed} from {@code at} on.
     *
     * @throws HoldfastException HF-0301 once closed
     * @throws AEADBadTagException if key, nonce, associated data or ciphertext is another one than when it was sealed
     */
    byte[] open(byte[] nonce, byte[] associated, byte[] sealed, int at) throws AEADBadTagException {
        if (sealed.length - at < TAG_BYTES) {
            throw new AEADBadTagException("Too short for a tag");
        }
        try {
            Cipher gcm = gcm(Cipher.DECRYPT_MODE, nonce, associated);
            byte[] plaintext = gcm.doFinal(sealed, at, sealed.length - at);
            idle.set(gcm);
            return plaintext;
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }

    private Cipher gcm(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        byte[] derived = deriveKey(nonce);
        try {
            Cipher kept = idle.getAndSet(null);
            Cipher cipher = kept == null ? Cipher.getInstance("AES/GCM/NoPadding") : kept;
            GCMParameterSpec rest =
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce, HALF_NONCE, NONCE_BYTES - HALF_NONCE);
            cipher.init(mode, new SecretKeySpec(derived, "AES"), rest);
            cipher.updateAAD(associated);
            return cipher;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Steps 2 to 5 of the specification's key derivation: CMAC over one block, for the counters 1 and 2. */
    private byte[] deriveKey(byte[] nonce) throws GeneralSecurityException {
        byte[] derived = new byte[KEY_BYTES];
        synchronized (aes) {
            if (closed) {
                throw Problems.secretClosed();
            }
            aes.doFinal(message(1, nonce), 0, BLOCK, derived, 0);
            aes.doFinal(message(2, nonce), 0, BLOCK, derived, BLOCK);
        }
        return derived;
    }

    /** Multiplication by x in GF(2^128), as CMAC (NIST SP 800-38B, 6.1) makes its subkey K1. */
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            result[i] = (byte) (block[i] << 1 | carry);
            carry = block[i] >>> 7 & 1;
        }
        result[BLOCK - 1] ^= (byte) (carry * 0x87);
        return result;
    }

    private byte[] message(int counter, byte[] nonce) {
        byte[] message = new byte[BLOCK];
        message[1] = (byte) counter;
        message[2] = 'X';
        System.arraycopy(nonce, 0, message, BLOCK - HALF_NONCE, HALF_NONCE);
        for (int i = 0; i < BLOCK; i++) {
            message[i] ^= k1[i];
        }
        return message;
    }

    @Override
    public void close() {
        synchronized (aes) {
            closed = true;
            idle.set(null);
            Arrays.fill(k1, (byte) 0);
            try {
                begin(aes, new byte[KEY_BYTES]);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has AES", e);
            }
        }
    }
}
