// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretBytes;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, version 1.3, RFC 9106. */
final class Argon2id implements KeyDerivation {

    @Override
    public byte[] derive(SecretBytes passphrase, byte[] salt, Argon2Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .build());
        byte[] plain = passphrase.reveal();
        try {
            byte[] key = new byte[KEY_BYTES];
            generator.generateBytes(plain, key);
            return key;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
