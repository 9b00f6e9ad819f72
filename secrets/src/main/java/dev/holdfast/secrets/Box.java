// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** A random nonce followed by what XAES-256-GCM makes of a plaintext under it. */
final class Box {

    private Box() {}

    static byte[] seal(byte[] key, byte[] associated, byte[] plaintext, SecureRandom random) {
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] box = Arrays.copyOf(nonce, nonce.length + plaintext.length + Xaes256Gcm.TAG_BYTES);
        try (Xaes256Gcm xaes = Xaes256Gcm.of(key)) {
            xaes.seal(nonce, associated, plaintext, box, nonce.length);
            return box;
        }
    }

    static byte[] open(byte[] key, byte[] associated, byte[] box) throws AEADBadTagException {
        byte[] nonce = Arrays.copyOf(box, Xaes256Gcm.NONCE_BYTES);
        try (Xaes256Gcm xaes = Xaes256Gcm.of(key)) {
            return xaes.open(nonce, associated, box, nonce.length);
        }
    }
}
