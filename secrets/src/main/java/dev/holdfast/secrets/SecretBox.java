// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals many small messages under one key, and opens them: XAES-256-GCM as specified at
 * <a href="https://c2sp.org/XAES-256-GCM">c2sp.org/XAES-256-GCM</a>. A box is the nonce of 24 bytes, the ciphertext, and
 * the tag of 16. Like GCM it does not commit to its key.
 *
 * <p>The first half of a nonce is drawn at random, by each instance and again after a million boxes; the second half
 * counts. So the key that the first half derives is derived once, which makes a small box three times as fast, and no
 * nonce comes twice under a key before it has had 2^40 instances or so.
 *
 * <p>Used by one thread at a time; each has one of its own.
 */
public final class SecretBox implements AutoCloseable {

    /** The bytes of a key. */
    public static final int KEY_BYTES = Xaes256Gcm.KEY_BYTES;

    /** By how much a box is longer than what is in it. */
    public static final int OVERHEAD_BYTES = Xaes256Gcm.NONCE_BYTES + Xaes256Gcm.TAG_BYTES;

    /** How far into a box its message stands: the nonce is before it, the tag behind. */
    public static final int MESSAGE_AT = Xaes256Gcm.NONCE_BYTES;

    private static final int NONCE_BYTES = Xaes256Gcm.NONCE_BYTES;
    private static final int TAG_BYTES = Xaes256Gcm.TAG_BYTES;
    private static final int HALF_NONCE = NONCE_BYTES / 2;
    private static final int COUNT_AT = NONCE_BYTES - Integer.BYTES;
    private static final int MAX_COUNT = 1 << 20;
    private static final int KEPT = 64;

    private final XaesKey key;
    private final Cipher gcm;
    private final SecureRandom random;
    private final Map<ByteBuffer, SecretKeySpec> derived = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, SecretKeySpec> eldest) {
            return size() > KEPT;
        }
    };

    private final byte[] nonce = new byte[NONCE_BYTES];
    private @Nullable SecretKeySpec sealing;
    private final byte[] metNonce = new byte[HALF_NONCE];
    private @Nullable SecretKeySpec met;
    private int count;
    private boolean closed;

    private SecretBox(byte[] key, SecureRandom random) throws GeneralSecurityException {
        this.key = new XaesKey(key);
        this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
        this.random = random;
    }

    /**
     * Boxes under a key.
     *
     * @param key uniformly random, of {@value #KEY_BYTES} bytes; stays the caller's
     * @throws IllegalArgumentException if it has another length
     */
    public static SecretBox of(SecretBytes key, SecureRandom random) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("A key of " + key.length() + " bytes");
        }
        byte[] plain = key.reveal();
        try {
            return new SecretBox(plain, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * A box with something in it.
     *
     * @param associated what the box is bound to: it opens with the same alone
     */
    public byte[] seal(byte[] plaintext, byte[] associated) {
        byte[] box = new byte[plaintext.length + OVERHEAD_BYTES];
        System.arraycopy(plaintext, 0, box, MESSAGE_AT, plaintext.length);
        sealWithin(box, 0, associated);
        return box;
    }

    /**
     * The same without a copy: the box is made where the message stands.
     *
     * @param room the box is to begin at {@code at} and to end where this does; the message stands in it already,
     *     {@link #MESSAGE_AT} behind its beginning and {@link #OVERHEAD_BYTES} shorter than it
     * @param associated what the box is bound to
     * @throws IndexOutOfBoundsException if there is no room for an empty box; nothing was written
     */
    public void sealWithin(byte[] room, int at, byte[] associated) {
        requireOpen();
        int length = Objects.checkIndex(room.length - at - OVERHEAD_BYTES, room.length);
        try {
            ready(Cipher.ENCRYPT_MODE, nextNonce(), nonce, 0, associated);
            System.arraycopy(nonce, 0, room, at, NONCE_BYTES);
            gcm.doFinal(room, at + MESSAGE_AT, length, room, at + MESSAGE_AT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws AEADBadTagException if the key, the associated data or the box is another one than when it was sealed
     */
    public byte[] open(byte[] box, byte[] associated) throws AEADBadTagException {
        return open(box, 0, associated);
    }

    /** The same, of a box that begins at {@code at}. */
    public byte[] open(byte[] bytes, int at, byte[] associated) throws AEADBadTagException {
        requireOpen();
        if (bytes.length - at < OVERHEAD_BYTES) {
            throw new AEADBadTagException("Too short for a box");
        }
        try {
            ready(Cipher.DECRYPT_MODE, derivedFor(bytes, at), bytes, at, associated);
            return gcm.doFinal(bytes, at + MESSAGE_AT, bytes.length - at - MESSAGE_AT);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }

    private void ready(int mode, SecretKeySpec current, byte[] box, int at, byte[] associated)
            throws GeneralSecurityException {
        int tagBits = TAG_BYTES * Byte.SIZE;
        gcm.init(mode, current, new GCMParameterSpec(tagBits, box, at + HALF_NONCE, NONCE_BYTES - HALF_NONCE));
        gcm.updateAAD(associated);
    }

    private SecretKeySpec nextNonce() throws GeneralSecurityException {
        SecretKeySpec current = sealing;
        if (current == null || count == MAX_COUNT) {
            random.nextBytes(nonce);
            Arrays.fill(nonce, HALF_NONCE, NONCE_BYTES, (byte) 0);
            count = 0;
            current = derivedFor(nonce, 0);
            sealing = current;
        }
        ByteBuffer.wrap(nonce).putInt(COUNT_AT, ++count);
        return current;
    }

    /** Many boxes in a row are of one instance. */
    private SecretKeySpec derivedFor(byte[] box, int at) throws GeneralSecurityException {
        SecretKeySpec known = met;
        if (known == null || !Arrays.equals(metNonce, 0, HALF_NONCE, box, at, at + HALF_NONCE)) {
            byte[] half = Arrays.copyOfRange(box, at, at + HALF_NONCE);
            known = derivedOrNew(half);
            met = known;
            System.arraycopy(half, 0, metNonce, 0, HALF_NONCE);
        }
        return known;
    }

    private SecretKeySpec derivedOrNew(byte[] half) throws GeneralSecurityException {
        SecretKeySpec known = derived.get(ByteBuffer.wrap(half));
        if (known == null) {
            byte[] made = key.derive(half);
            known = new SecretKeySpec(made, "AES");
            Arrays.fill(made, (byte) 0);
            derived.put(ByteBuffer.wrap(half), known);
        }
        return known;
    }

    private void requireOpen() {
        if (closed) {
            throw Problems.secretClosed();
        }
    }

    /** Refuses from now on, and overwrites the key; what the platform's ciphers made of it is left to the garbage collector. */
    @Override
    public void close() {
        closed = true;
        sealing = null;
        met = null;
        derived.clear();
        key.close();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "SecretBox[...]";
    }
}
