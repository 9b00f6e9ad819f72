// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.PassphraseKdf;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Argon2id, version 1.3, RFC 9106, for what keeps salt and cost by itself, such as a database under a passphrase. The text
 * counts in Unicode's normalization form C.
 */
public final class Argon2idKdf implements PassphraseKdf {

    private static final Pattern PARAMETERS =
            Pattern.compile("argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])");

    private final Argon2Cost cost;
    private final KeyDerivation derivation = new Argon2id();

    private Argon2idKdf(Argon2Cost cost) {
        this.cost = cost;
    }

    /** New salts at this cost; what was made at another is opened at that one. */
    public static Argon2idKdf costing(Argon2Cost cost) {
        return new Argon2idKdf(cost);
    }

    @Override
    public String parameters() {
        return "argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes();
    }

    @Override
    public SecretBytes derive(SecretString passphrase, byte[] salt, String parameters) {
        Argon2Cost stored = costOf(parameters);
        try (SecretBytes normalized = Normalized.utf8(passphrase)) {
            byte[] key = derivation.derive(normalized, salt, stored);
            try {
                return SecretBytes.copyOf(key);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    private static Argon2Cost costOf(String parameters) {
        Matcher matcher = PARAMETERS.matcher(parameters);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not parameters of Argon2id, version 1.3");
        }
        return new Argon2Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
