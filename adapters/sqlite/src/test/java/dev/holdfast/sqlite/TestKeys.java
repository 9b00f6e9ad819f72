// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.PassphraseKdf;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Keys that every run has, and a derivation that costs nothing. */
final class TestKeys {

    static final StoreKey FIRST = of(1);
    static final StoreKey SECOND = of(2);

    private TestKeys() {}

    static StoreKey of(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return StoreKey.of(SecretBytes.copyOf(key));
    }

    static StoreKey passphrase(String passphrase) {
        return StoreKey.passphrase(SecretString.copyOf(passphrase), new CheapKdf("cheap 1"));
    }

    /** For tests alone: one round of PBKDF2. */
    record CheapKdf(String parameters) implements PassphraseKdf {

        @Override
        public SecretBytes derive(SecretString passphrase, byte[] salt, String stored) {
            if (!stored.equals(parameters)) {
                throw new IllegalArgumentException("Not parameters of this one");
            }
            char[] plain = passphrase.reveal();
            try {
                PBEKeySpec spec = new PBEKeySpec(plain, salt, 1, 256);
                return SecretBytes.copyOf(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            } finally {
                Arrays.fill(plain, '\0');
            }
        }
    }
}
