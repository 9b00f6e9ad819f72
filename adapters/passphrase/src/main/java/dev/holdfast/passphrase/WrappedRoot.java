// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The root key of a home, wrapped by AES-256-GCM under a key that is derived from the passphrase with a salt of its own.
 * The salt is fresh whenever something is wrapped, hence the key, and so its one nonce may be zero.
 *
 * @param cost of the derivation
 * @param salt in Base64
 * @param box what is wrapped, with its tag, in Base64
 */
record WrappedRoot(Argon2Cost cost, String salt, String box) {

    static final int SALT_BYTES = 16;
    static final int BOX_BYTES = RootProvider.MIN_BYTES + 16;

    private static final String CIPHER = "AES/GCM/NoPadding";
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
        WrappedRoot unfilled = new WrappedRoot(cost, Base64.getEncoder().encodeToString(salt), "");
        byte[] plain = root.reveal();
        try {
            byte[] box = unfilled.crypt(Cipher.ENCRYPT_MODE, passphrase, appId, derivation, plain);
            return new WrappedRoot(cost, unfilled.salt(), Base64.getEncoder().encodeToString(box));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The root key; empty if the passphrase is another one, or something here was changed. */
    Optional<SecretBytes> unwrap(SecretBytes passphrase, String appId, KeyDerivation derivation) {
        byte[] plain = new byte[0];
        try {
            plain = crypt(
                    Cipher.DECRYPT_MODE,
                    passphrase,
                    appId,
                    derivation,
                    Base64.getDecoder().decode(box));
            return Optional.of(SecretBytes.copyOf(plain));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] crypt(int mode, SecretBytes passphrase, String appId, KeyDerivation derivation, byte[] input)
            throws GeneralSecurityException {
        byte[] key = derivation.derive(passphrase, Base64.getDecoder().decode(salt), cost);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key, "AES"), NONCE);
            cipher.updateAAD((PassphraseFile.publicPart(this) + appId).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
