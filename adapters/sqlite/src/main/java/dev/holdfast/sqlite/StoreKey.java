// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.PassphraseKdf;
import dev.holdfast.secrets.SecretBox;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a {@link RecordStore} opens with. It protects the store's own keys, which are random: so it can be
 * {@linkplain RecordStore#rekey(StoreKey) exchanged}.
 */
public final class StoreKey {

    private static final int SALT_BYTES = 16;

    private final Source source;

    private StoreKey(Source source) {
        this.source = source;
    }

    /** Where the key comes from. The caller closes what it gets. */
    private interface Source {

        /** For a new wrap. */
        WrappingKey fresh(SecureRandom random);

        /** For a wrap that is there; empty if it is of the other kind. */
        Optional<WrappingKey> of(Optional<Stretching> stretching);
    }

    /**
     * A secret key, such as one that an account derives for the purpose.
     *
     * @param secret uniformly random, of at least {@value SecretBox#KEY_BYTES} bytes; stays the caller's, and must be open
     *     whenever this is used
     * @throws IllegalArgumentException if it is shorter
     */
    public static StoreKey of(SecretBytes secret) {
        if (secret.length() < SecretBox.KEY_BYTES) {
            throw new IllegalArgumentException("A key of " + secret.length() + " bytes");
        }
        return new StoreKey(new Source() {
            @Override
            public WrappingKey fresh(SecureRandom random) {
                return WrappingKey.of(secret, Optional.empty());
            }

            @Override
            public Optional<WrappingKey> of(Optional<Stretching> stretching) {
                return stretching.isPresent()
                        ? Optional.empty()
                        : Optional.of(WrappingKey.of(secret, Optional.empty()));
            }
        });
    }

    /**
     * A passphrase, as a person types it or a session carries it. Salt and cost lie in the database, in the clear.
     *
     * @param passphrase stays the caller's, and must be open whenever this is used
     */
    public static StoreKey passphrase(SecretString passphrase, PassphraseKdf kdf) {
        return new StoreKey(new Source() {
            @Override
            public WrappingKey fresh(SecureRandom random) {
                byte[] salt = new byte[SALT_BYTES];
                random.nextBytes(salt);
                return stretched(new Stretching(salt, kdf.parameters()));
            }

            @Override
            public Optional<WrappingKey> of(Optional<Stretching> stretching) {
                return stretching.map(this::stretched);
            }

            private WrappingKey stretched(Stretching how) {
                try (SecretBytes key = kdf.derive(passphrase, how.salt(), how.parameters())) {
                    return WrappingKey.of(key, Optional.of(how));
                }
            }
        });
    }

    WrappingKey fresh(SecureRandom random) {
        return source.fresh(random);
    }

    Optional<WrappingKey> of(Optional<Stretching> stretching) {
        return source.of(stretching);
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "StoreKey[...]";
    }
}
