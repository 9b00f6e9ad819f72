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

    private static final int HALF_NONCE = 12;

    /** Used by one thread at a time; who has it has the right to {@link #closed}, too. */
    private final XaesKey key;

    /** What the last message was sealed or opened with, unless somebody uses it now. */
    private final AtomicReference<@Nullable Cipher> idle = new AtomicReference<>();

    private boolean closed;

    private Xaes256Gcm(XaesKey key) {
        this.key = key;
    }

    /** @param key copied */
    static Xaes256Gcm of(byte[] key) {
        try {
            return new Xaes256Gcm(new XaesKey(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES", e);
        }
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

    private byte[] deriveKey(byte[] nonce) throws GeneralSecurityException {
        synchronized (key) {
            if (closed) {
                throw Problems.secretClosed();
            }
            return key.derive(nonce);
        }
    }

    @Override
    public void close() {
        synchronized (key) {
            closed = true;
            idle.set(null);
            key.close();
        }
    }
}
