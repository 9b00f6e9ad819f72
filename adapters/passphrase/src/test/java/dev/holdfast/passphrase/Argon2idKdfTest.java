// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.secrets.SecretString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idKdfTest {

    private static final byte[] SALT = "saltsaltsaltsalt".getBytes(StandardCharsets.US_ASCII);

    private final Argon2idKdf cheap = Argon2idKdf.costing(new Argon2Cost(64, 1, 1));

    @Test
    void theParametersNameTheAlgorithmAndTheCost() {
        assertThat(Argon2idKdf.costing(Argon2Cost.OWASP).parameters()).isEqualTo("argon2id$v=19$m=19456,t=2,p=1");
    }

    /** From Argon2's reference implementation: {@code printf 'password' | argon2 saltsaltsaltsalt -id -t 1 -k 64 -l 32 -r}. */
    @Test
    void whatTheReferenceImplementationMakesOfItIsMade() {
        assertThat(HexFormat.of().formatHex(derive("password", cheap.parameters())))
                .isEqualTo("59bf4338b29483094be5f8da77db5f08f534481028d0f118fdebc9461c2d511d");
    }

    @Test
    void theStoredCostCountsAndNotTheConfiguredOne() {
        Argon2idKdf dear = Argon2idKdf.costing(new Argon2Cost(128, 2, 1));
        byte[] key = derive("password", cheap.parameters());
        assertThat(dear.derive(SecretString.copyOf("password"), SALT, cheap.parameters())
                        .reveal())
                .isEqualTo(key);
        assertThat(derive("password", dear.parameters())).isNotEqualTo(key);
    }

    @Test
    void anAccentTypedAsTwoCharactersIsTheSame() {
        assertThat(derive("e\u0301", cheap.parameters())).isEqualTo(derive("\u00e9", cheap.parameters()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pbkdf2",
                "argon2id$v=16$m=64,t=1,p=1",
                "argon2id$v=19$m=999999,t=1,p=1",
                "argon2id$v=19$m=64,t=1,p=1 "
            })
    void parametersOfAnotherKindOrTooDearAreRefused(String parameters) {
        assertThatIllegalArgumentException().isThrownBy(() -> derive("password", parameters));
    }

    private byte[] derive(String passphrase, String parameters) {
        return cheap.derive(SecretString.copyOf(passphrase), SALT, parameters).reveal();
    }
}
