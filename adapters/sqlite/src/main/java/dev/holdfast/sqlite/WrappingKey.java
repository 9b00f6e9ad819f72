// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBox;
import dev.holdfast.secrets.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * A key that wraps the keys of stores, with a check value that it proves itself by, as the cipher does not commit to its
 * key. Wrapping and the check use keys of their own, derived from it.
 */
final class WrappingKey implements AutoCloseable {

    private static final int CHECK_BYTES = 32;

    private final SecretBytes key;
    private final byte[] check;
    private final Optional<Stretching> stretching;

    private WrappingKey(SecretBytes key, byte[] check, Optional<Stretching> stretching) {
        this.key = key;
        this.check = check;
        this.stretching = stretching;
    }

    static WrappingKey of(SecretBytes secret, Optional<Stretching> stretching) {
        try (SecretBytes check = secret.derive(label("check"), CHECK_BYTES)) {
            return new WrappingKey(secret.derive(label("wrap"), SecretBox.KEY_BYTES), check.reveal(), stretching);
        }
    }

    private static byte[] label(String purpose) {
        return ("holdfast record store 1 " + purpose).getBytes(StandardCharsets.US_ASCII);
    }

    /** No secret: nothing is learnt of the key from it. */
    byte[] check() {
        return check;
    }

    Optional<Stretching> stretching() {
        return stretching;
    }

    byte[] wrap(byte[] keys, byte[] associated, SecureRandom random) {
        try (SecretBox box = SecretBox.of(key, random)) {
            return box.seal(keys, associated);
        }
    }

    byte[] unwrap(byte[] wrapped, byte[] associated, SecureRandom random) throws AEADBadTagException {
        try (SecretBox box = SecretBox.of(key, random)) {
            return box.open(wrapped, associated);
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
