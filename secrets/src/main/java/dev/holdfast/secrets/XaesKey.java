// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of XAES-256-GCM, made ready to derive the keys of AES-256-GCM. Used by one thread at a time. Closing overwrites it,
 * as far as the JDK lets.
 */
final class XaesKey implements AutoCloseable {

    private static final int BLOCK = 16;
    private static final int HALF_NONCE = 12;

    private final Cipher aes;
    private final byte[] k1;

    XaesKey(byte[] key) throws GeneralSecurityException {
        aes = Cipher.getInstance("AES/ECB/NoPadding");
        begin(key);
        k1 = doubled(aes.doFinal(new byte[BLOCK]));
    }

    private void begin(byte[] key) throws GeneralSecurityException {
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    }

    /** Steps 1 to 5 of the specification's key derivation: CMAC over one block, for the counters 1 and 2. */
    byte[] derive(byte[] nonce) throws GeneralSecurityException {
        byte[] messages = new byte[2 * BLOCK];
        write(messages, 0, 1, nonce);
        write(messages, BLOCK, 2, nonce);
        return aes.doFinal(messages);
    }

    private void write(byte[] messages, int at, int counter, byte[] nonce) {
        messages[at + 1] = (byte) counter;
        messages[at + 2] = 'X';
        System.arraycopy(nonce, 0, messages, at + BLOCK - HALF_NONCE, HALF_NONCE);
        for (int i = 0; i < BLOCK; i++) {
            messages[at + i] ^= k1[i];
        }
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
        Arrays.fill(block, (byte) 0);
        return result;
    }

    @Override
    public void close() {
        Arrays.fill(k1, (byte) 0);
        try {
            begin(new byte[Xaes256Gcm.KEY_BYTES]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES", e);
        }
    }
}
