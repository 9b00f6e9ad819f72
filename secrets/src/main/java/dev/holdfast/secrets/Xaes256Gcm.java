// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM as specified at <a href="https://c2sp.org/XAES-256-GCM">c2sp.org/XAES-256-GCM</a>: AES-256-GCM under a
 * key derived from the first half of a nonce long enough to be drawn at random for any number of messages. Like GCM it
 * does not commit to its key.
 */
final class Xaes256Gcm {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;

    private static final int BLOCK = 16;
    private static final int HALF_NONCE = 12;

    private Xaes256Gcm() {}

    /** Writes ciphertext and tag into {@code out} from {@code at} on. */
    static void seal(byte[] key, byte[] nonce, byte[] associated, byte[] plaintext, byte[] out, int at) {
        try {
            gcm(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plaintext, 0, plaintext.length, out, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * The plaintext of what stands in {@code sealed} from {@code at} on.
     *
     * @throws AEADBadTagException if key, nonce, associated data or ciphertext is another one than when it was sealed
     */
    static byte[] open(byte[] key, byte[] nonce, byte[] associated, byte[] sealed, int at) throws AEADBadTagException {
        if (sealed.length - at < TAG_BYTES) {
            throw new AEADBadTagException("Too short for a tag");
        }
        try {
            return gcm(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(sealed, at, sealed.length - at);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        byte[] derived = deriveKey(key, nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            GCMParameterSpec rest =
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce, HALF_NONCE, NONCE_BYTES - HALF_NONCE);
            cipher.init(mode, new SecretKeySpec(derived, "AES"), rest);
            cipher.updateAAD(associated);
            return cipher;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Steps 1 to 5 of the specification's key derivation: CMAC over one block, for the counters 1 and 2. */
    private static byte[] deriveKey(byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] k1 = doubled(aes.doFinal(new byte[BLOCK]));
        byte[] derived = new byte[KEY_BYTES];
        aes.doFinal(message(1, nonce, k1), 0, BLOCK, derived, 0);
        aes.doFinal(message(2, nonce, k1), 0, BLOCK, derived, BLOCK);
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

    private static byte[] message(int counter, byte[] nonce, byte[] k1) {
        byte[] message = new byte[BLOCK];
        message[1] = (byte) counter;
        message[2] = 'X';
        System.arraycopy(nonce, 0, message, BLOCK - HALF_NONCE, HALF_NONCE);
        for (int i = 0; i < BLOCK; i++) {
            message[i] ^= k1[i];
        }
        return message;
    }
}
