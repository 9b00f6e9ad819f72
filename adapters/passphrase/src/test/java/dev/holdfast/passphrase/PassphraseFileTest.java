// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored, and what becomes of it in other hands. */
class PassphraseFileTest {

    private final PassphraseHome home = new PassphraseHome(new MemoryStorage());
    private final Scope alice = home.account("alice");

    @BeforeEach
    void makeAnAccount() {
        home.manager().create(alice).close();
    }

    @Test
    void itReadsLikeATextAndShowsNoPassphrase() {
        assertThat(home.file())
                .matches(
                        "holdfast-passphrase 1\nargon2id 64 1 1\nsalt \\S{24}\ncheck \\S{44}\nroot \\S{64}\nsha256 [0-9a-f]{64}\n")
                .doesNotContain("correct horse");
    }

    /** Any single byte: the digest, the form or the cipher finds it, and nobody is asked for what is damaged. */
    @Test
    void everyChangedByteIsFoundOutWithoutAskingAnybody() {
        String whole = home.file();
        for (int i = 0; i < whole.length(); i++) {
            char other = whole.charAt(i) == 'A' ? 'B' : 'A';
            home.writeFile(whole.substring(0, i) + other + whole.substring(i + 1));
            assertThat(refusal().code()).as("byte " + i).isIn("HF-0343", "HF-0344");
        }
        assertThat(home.typist.occasions()).hasSize(1);
    }

    @Test
    void everyTruncationIsFoundOut() {
        String whole = home.file();
        for (int length = 0; length < whole.length(); length++) {
            home.writeFile(whole.substring(0, length));
            assertThat(refusal().code()).as(length + " bytes").isIn("HF-0343", "HF-0344");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argon2id 4194304 1 1",
                "argon2id 262145 1 1",
                "argon2id 999999999 999999999 1",
                "argon2id 64 65 1",
                "argon2id 262144 5 1",
                "argon2id 64 1 5",
                "argon2id 7 1 1",
                "argon2id 8 1 2",
                "argon2id 64 0 1",
                "argon2id 64 1 0",
                "argon2id 0 1 1",
                "argon2id -64 1 1",
                "argon2id 064 1 1",
                "argon2i 64 1 1",
            })
    void aHostileCostIsRefusedBeforeAnythingIsAllocatedOrAnybodyAsked(String cost) {
        home.writeFile(signed(home.file().replace("argon2id 64 1 1", cost)));
        assertThat(refusal().code()).isEqualTo("HF-0343");
        assertThat(home.typist.occasions()).hasSize(1);
        assertThat(home.derivation.costs()).hasSize(1);
    }

    /** With a digest that fits: then the cipher alone is left to find it out. */
    @Test
    void whatAForgerWroteOpensNothing() {
        String whole = home.file();
        home.writeFile(signed(whole.replace("argon2id 64 1 1", "argon2id 32 1 1")));
        assertThat(refusal().reason()).isEqualTo(Reason.WRONG_KEY);
        home.writeFile(signed(withAnother("salt ", whole)));
        assertThat(refusal().reason()).isEqualTo(Reason.WRONG_KEY);
        home.writeFile(signed(withAnother("check ", whole)));
        assertThat(refusal().reason()).isEqualTo(Reason.WRONG_KEY);
        home.writeFile(signed(withAnother("root ", whole)));
        assertThat(refusal().code()).isEqualTo("HF-0343");
    }

    /** The file with another first character in a line. */
    private static String withAnother(String name, String file) {
        int at = file.indexOf("\n" + name) + 1 + name.length();
        return file.substring(0, at) + (file.charAt(at) == 'A' ? "B" : "A") + file.substring(at + 1);
    }

    @Test
    void theFileOfAnotherAppIsAWrongKey() {
        WrappedRoot wrapped =
                PassphraseFile.parse(home.bytes(PassphraseHome.FILE)).orElseThrow();
        SecretBytes passphrase = SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.US_ASCII));
        assertThat(unwrapped(wrapped, passphrase, PassphraseHome.APP)).isPresent();
        assertThat(unwrapped(wrapped, passphrase, "org.example.other")).isEmpty();
    }

    private static Optional<SecretBytes> unwrapped(WrappedRoot wrapped, SecretBytes passphrase, String app) {
        try {
            return wrapped.unwrap(passphrase, app, new Argon2id());
        } catch (AEADBadTagException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileOfANewerVersionIsLeftToIt() {
        String newer = home.file().replace("holdfast-passphrase 1", "holdfast-passphrase 2");
        home.writeFile(newer);
        assertThat(refusal().code()).isEqualTo("HF-0344");
        assertThat(refusal().reason()).isEqualTo(Reason.KEY_UNAVAILABLE);
        assertThat(home.file()).isEqualTo(newer);
    }

    @Test
    void aDamagedFileIsNotWrittenOverForANewAccountEither() {
        home.writeFile("rubbish");
        assertThat(catchThrowableOfType(
                                RuntimeException.class, () -> home.manager().create(home.account("bob")))
                        .getSuppressed())
                .singleElement()
                .asString()
                .contains("HF-0343");
        assertThat(home.file()).isEqualTo("rubbish");
    }

    @ParameterizedTest
    @CsvSource({"262145,1,1", "64,65,1", "64,1,5", "15,1,2", "0,0,0", "262144,5,1"})
    void aCostBeyondReasonCannotBeAskedForEither(int memory, int passes, int lanes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Cost(memory, passes, lanes));
    }

    /** From the reference implementation's own tests (phc-winner-argon2, src/test.c), version 1.3. */
    @ParameterizedTest
    @CsvSource({
        "65536,2,1,09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "256,2,1,9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "256,2,2,6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
    })
    void theDerivationIsThatOfTheReference(int memory, int passes, int lanes, String expected) {
        byte[] key = new Argon2id()
                .derive(
                        SecretBytes.copyOf("password".getBytes(StandardCharsets.US_ASCII)),
                        "somesalt".getBytes(StandardCharsets.US_ASCII),
                        new Argon2Cost(memory, passes, lanes));
        assertThat(HexFormat.of().formatHex(key)).isEqualTo(expected);
    }

    private UnreadableException refusal() {
        UnreadableException e = catchThrowableOfType(
                UnreadableException.class, () -> home.manager().open(alice));
        assertThat(e).isNotNull();
        return e;
    }

    private static String signed(String file) {
        String body = file.substring(0, file.indexOf("sha256 "));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.US_ASCII));
            return body + "sha256 " + HexFormat.of().formatHex(digest) + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
