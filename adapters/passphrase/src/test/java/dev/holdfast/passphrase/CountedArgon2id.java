// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The real derivation, with the costs of all that were made, and what they were made of. */
final class CountedArgon2id implements KeyDerivation {

    private final Argon2id real = new Argon2id();
    private final List<Argon2Cost> costs = Collections.synchronizedList(new ArrayList<>());
    private final List<SecretBytes> passphrases = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> keys = Collections.synchronizedList(new ArrayList<>());

    List<Argon2Cost> costs() {
        return List.copyOf(costs);
    }

    /** What keys were made of; the very objects. */
    List<SecretBytes> passphrases() {
        return List.copyOf(passphrases);
    }

    /** The keys; the very arrays. */
    List<byte[]> keys() {
        return List.copyOf(keys);
    }

    @Override
    public byte[] derive(SecretBytes passphrase, byte[] salt, Argon2Cost cost) {
        byte[] key = real.derive(passphrase, salt, cost);
        costs.add(cost);
        passphrases.add(passphrase);
        keys.add(key);
        return key;
    }
}
