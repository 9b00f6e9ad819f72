// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The root key of a home, wrapped by AES-256-GCM under a key that is derived from the passphrase with a salt of its own.
 * The salt is fresh whenever something is wrapped, hence the key, and so its one nonce may be zero.
 *
 * @param cost of the derivation
 * @param salt in Base64
 * @param check what the derived key proves itself by, in Base64: the cipher alone does not commit to its key
 * @param box what is wrapped, with its tag, in Base64
 */
record WrappedRoot(Argon2Cost cost, String salt, String check, String box) {

    static final int SALT_BYTES = 16;
    static final int CHECK_BYTES = 32;
    static final int BOX_BYTES = RootProvider.MIN_BYTES + 16;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(128, new byte[12]);

    /** @param appId bound to, so that no app opens another's */
    static WrappedRoot wrap(
            SecretBytes root,
            SecretBytes passphrase,
            String appId,
            Argon2Cost cost,
            KeyDerivation derivation,
            SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] key = derivation.derive(passphrase, salt, cost);
        byte[] plain = root.reveal();
        try {
            WrappedRoot empty = new WrappedRoot(cost, base64(salt), base64(part(key, "check", appId)), "");
            byte[] box = empty.crypt(Cipher.ENCRYPT_MODE, key, appId, plain);
            return new WrappedRoot(cost, empty.salt(), empty.check(), base64(box));
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("Nothing was decrypted", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * The root key; empty if the passphrase is another one.
     *
     * @throws AEADBadTagException if the passphrase is right, and something here was changed
     */
    Optional<SecretBytes> unwrap(SecretBytes passphrase, String appId, KeyDerivation derivation)
            throws AEADBadTagException {
        byte[] key = derivation.derive(passphrase, bytes(salt), cost);
        byte[] plain = new byte[0];
        try {
            if (!MessageDigest.isEqual(bytes(check), part(key, "check", appId))) {
                return Optional.empty();
            }
            plain = crypt(Cipher.DECRYPT_MODE, key, appId, bytes(box));
            return Optional.of(SecretBytes.copyOf(plain));
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] crypt(int mode, byte[] key, String appId, byte[] input) throws AEADBadTagException {
        byte[] wrapping = part(key, "wrap", appId);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(wrapping, "AES"), NONCE);
            cipher.updateAAD(PassphraseFile.publicPart(this).getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** A key of its own for each purpose. */
    private static byte[] part(byte[] key, String purpose, String appId) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(("holdfast passphrase 1 " + purpose + " " + appId).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
