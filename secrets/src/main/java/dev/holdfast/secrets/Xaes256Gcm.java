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
        byte[] derived = new XaesKey(key).derive(nonce);
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
}
