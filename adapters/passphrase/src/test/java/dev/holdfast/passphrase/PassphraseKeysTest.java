// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import static dev.holdfast.passphrase.PassphraseHome.CHEAP;
import static dev.holdfast.passphrase.PassphraseHome.FILE;
import static dev.holdfast.passphrase.PassphraseHome.derived;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.passphrase.PassphrasePrompt.Occasion;
import dev.holdfast.secrets.AccountKeys;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassphraseKeysTest {

    private final PassphraseHome home = new PassphraseHome(new MemoryStorage());
    private final Scope alice = home.account("alice");

    @Test
    void aThousandAccountsOpenWithOneQuestionAndOneDerivation() {
        List<Scope> accounts = new ArrayList<>();
        try (KeyManager manager = home.manager()) {
            for (int i = 0; i < 1000; i++) {
                accounts.add(home.account("user-" + i));
                manager.create(accounts.get(i)).close();
            }
        }
        assertThat(home.typist.occasions()).containsExactly(Occasion.CHOOSE);
        assertThat(home.derivation.costs()).hasSize(1);
        try (KeyManager manager = home.manager()) {
            accounts.forEach(account -> manager.open(account).close());
        }
        assertThat(home.typist.occasions()).containsExactly(Occasion.CHOOSE, Occasion.UNLOCK);
        assertThat(home.derivation.costs()).hasSize(2);
    }

    @Test
    void itsLevelIsThatOfAPassphrase() {
        try (AccountKeys keys = home.manager().create(alice)) {
            assertThat(keys.level()).isEqualTo(ProtectionLevel.PASSPHRASE);
            assertThat(keys.providerIds()).containsExactly("passphrase");
        }
    }

    @Test
    void aWrongPassphraseIsAWrongKeyChangesNothingAndTheNextAttemptAsksAgain() {
        SecretBytes made = derived(home.manager().create(alice));
        String file = home.file();
        byte[] keyset = home.bytes(alice.blob("keyset"));
        KeyManager manager = home.manager();
        home.typist.types("incorrect horse");
        assertUnreadable(manager, Reason.WRONG_KEY, "HF-0340");
        assertThat(home.file()).isEqualTo(file);
        assertThat(home.bytes(alice.blob("keyset"))).isEqualTo(keyset);
        home.typist.types("correct horse");
        assertThat(derived(manager.open(alice))).isEqualTo(made);
        assertThat(home.typist.occasions()).containsExactly(Occasion.CHOOSE, Occasion.UNLOCK, Occasion.UNLOCK_AGAIN);
    }

    @Test
    void aWrongPassphraseForANewAccountMakesNoneAndTakesNoWeakerProvider() {
        home.manager().create(alice).close();
        Scope bob = home.account("bob");
        home.typist.types("incorrect horse");
        assertThatExceptionOfType(WrongKeyException.class)
                .isThrownBy(
                        () -> home.manager(home.keys(), KeyProviders.keyFile()).create(bob))
                .returns("HF-0340", HoldfastException::code);
        assertThat(home.raw.list(bob)).isEmpty();
    }

    @Test
    void aPromptThatIsDeclinedIsAnUnavailableKey() {
        home.manager().create(alice).close();
        home.typist.declines();
        assertUnreadable(home.manager(), Reason.KEY_UNAVAILABLE, "HF-0341");
    }

    @Test
    void aPromptThatThrowsIsAnUnavailableKeyAndItsTextIsNotShown() {
        home.manager().create(alice).close();
        PassphraseKeys broken = home.keys(
                (app, occasion) -> {
                    throw new IllegalStateException("with a secret in it");
                },
                CHEAP);
        UnreadableException e = assertUnreadable(home.manager(broken), Reason.KEY_UNAVAILABLE, "HF-0341");
        assertThat(e).hasMessageContaining("IllegalStateException").hasMessageNotContaining("with a secret");
        assertThat(e).hasStackTraceContaining("HF-0341");
        assertThat(e.getCause()).hasNoCause();
    }

    @Test
    void anEmptyPassphraseIsRefusedAndNothingIsMadeOfIt() {
        home.typist.types("");
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> home.manager().create(alice))
                .satisfies(e ->
                        assertThat(e.getSuppressed()).singleElement().asString().contains("HF-0342"));
        assertThat(home.raw.revision(FILE)).isEqualTo(Revision.ABSENT);
        assertThat(home.derivation.costs()).isEmpty();
    }

    @Test
    void nobodyIsAskedBeforeAKeyIsNeededNorForALogOut() {
        home.manager().create(alice).close();
        KeyManager manager = home.manager();
        manager.recoverIntents(alice);
        manager.keys(alice).forEach(manager::destroyKey);
        manager.destroyKeyset(alice);
        manager.close();
        assertThat(home.typist.occasions()).containsExactly(Occasion.CHOOSE);
    }

    @Test
    void aLetterAndItsAccentAreTheSameAsTheAccentedLetter() {
        home.typist.types("caf\u00e9 \u212b");
        SecretBytes made = derived(home.manager().create(alice));
        home.typist.types("cafe\u0301 A\u030a");
        assertThat(derived(home.manager().open(alice))).isEqualTo(made);
    }

    @Test
    void caseWidthAndSpaceCount() {
        home.typist.types("Pass word");
        home.manager().create(alice).close();
        for (String other : List.of("pass word", "Pass word ", "Password", "\uff30ass word")) {
            home.typist.types(other);
            assertUnreadable(home.manager(), Reason.WRONG_KEY, "HF-0340");
        }
    }

    @Test
    void whatWasTypedAndMadeOfItIsWiped() {
        home.manager().create(alice).close();
        home.typist.types("incorrect horse");
        assertUnreadable(home.manager(), Reason.WRONG_KEY, "HF-0340");
        assertThat(home.typist.typed())
                .hasSize(2)
                .allSatisfy(typed -> assertThatExceptionOfType(HoldfastException.class)
                        .isThrownBy(typed::reveal)
                        .returns("HF-0301", HoldfastException::code));
        assertThat(home.derivation.passphrases())
                .hasSize(2)
                .allSatisfy(passphrase ->
                        assertThatExceptionOfType(HoldfastException.class).isThrownBy(passphrase::reveal));
        assertThat(home.derivation.keys())
                .hasSize(2)
                .allSatisfy(key -> assertThat(key).containsOnly(0));
    }

    @Test
    void aHomeWithALesserCostTakesTheGreaterOverAtTheNextUnlocking() {
        SecretBytes made = derived(home.manager().create(alice));
        Argon2Cost dear = new Argon2Cost(128, 2, 1);
        assertThat(derived(home.manager(home.keys(home.typist, dear)).open(alice)))
                .isEqualTo(made);
        assertThat(home.file()).contains("argon2id 128 2 1");
        assertThat(home.raw.history(FILE)).isEmpty();
        assertThat(derived(home.manager().open(alice))).isEqualTo(made);
        assertThat(home.file()).as("never a lesser one").contains("argon2id 128 2 1");
        assertThat(home.derivation.costs()).containsExactly(CHEAP, CHEAP, dear, dear);
    }

    @Test
    void anUnlockingWorksAlsoWhereTheGreaterCostCannotBeWritten() {
        SecretBytes made = derived(home.manager().create(alice));
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        faulty.onEveryCall(Operation.REPLACE).failBefore();
        PassphraseKeys dear = home.keys(home.typist, new Argon2Cost(128, 2, 1));
        assertThat(derived(PassphraseHome.manager(faulty, dear).open(alice))).isEqualTo(made);
        assertThat(home.file()).contains("argon2id 64 1 1");
    }

    @Test
    void theCostIsThatOfOwaspUnlessTheAppSaysOtherwise() {
        PassphraseKeys keys = PassphraseKeys.of(home.typist);
        home.manager(keys).create(alice).close();
        assertThat(home.file()).contains("argon2id 19456 2 1");
    }

    @Test
    void aChangedPassphraseOpensAllAccountsAndTheEarlierOneNone() {
        PassphraseKeys keys = home.keys();
        KeyManager manager = home.manager(keys);
        SecretBytes made = derived(manager.create(alice));
        assertThatExceptionOfType(WrongKeyException.class)
                .isThrownBy(() -> keys.change(secret("wrong"), secret("new words")));
        keys.change(secret("correct horse"), secret("new words"));
        manager.close();
        assertUnreadable(home.manager(), Reason.WRONG_KEY, "HF-0340");
        home.typist.types("new words");
        assertThat(derived(home.manager().open(alice))).isEqualTo(made);
        assertThat(home.raw.history(FILE)).isEmpty();
    }

    @Test
    void aPassphraseIsNotChangedToAnEmptyOneNorWhereNothingIsOpen() {
        PassphraseKeys keys = home.keys();
        KeyManager manager = home.manager(keys);
        manager.create(alice).close();
        assertChangeFails("HF-0342", keys, "");
        manager.close();
        assertChangeFails("HF-0351", keys, "new words");
    }

    @Test
    void aChangeThatAnotherProcessOvertakesIsNotMade() {
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        PassphraseKeys keys = home.keys();
        PassphraseHome.manager(faulty, keys).create(alice).close();
        PassphraseKeys others = home.keys();
        home.manager(others).open(alice).close();
        faulty.onCall(1, Operation.REPLACE)
                .runBefore(() -> others.change(secret("correct horse"), secret("their words")));
        assertChangeFails("HF-0350", keys, "new words");
        home.typist.types("their words");
        home.manager().open(alice).close();
    }

    private static void assertChangeFails(String code, PassphraseKeys keys, String next) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> keys.change(secret("correct horse"), secret(next)))
                .returns(code, HoldfastException::code);
    }

    private static SecretString secret(String text) {
        return SecretString.copyOf(text);
    }

    @Test
    void whenTwoProcessesChooseAtOnceTheFirstOneCounts() {
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        Scope bob = home.account("bob");
        faulty.onCall(1, Operation.REPLACE)
                .runBefore(() -> home.manager().create(bob).close());
        SecretBytes made = derived(PassphraseHome.manager(faulty, home.keys()).create(alice));
        assertThat(derived(home.manager().open(alice))).isEqualTo(made);
        home.manager().open(bob).close();
    }

    @Test
    void whenTwoProcessesChooseDifferentlyTheSecondIsToldAndMakesNothing() {
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        Scope bob = home.account("bob");
        faulty.onCall(1, Operation.REPLACE)
                .runBefore(() -> home.manager(home.keys(new Typist("other words"), CHEAP))
                        .create(bob)
                        .close());
        assertThatExceptionOfType(WrongKeyException.class)
                .isThrownBy(() -> PassphraseHome.manager(faulty, home.keys()).create(alice));
        assertThat(home.raw.list(alice)).isEmpty();
        home.typist.types("other words");
        home.manager().open(bob).close();
    }

    @Test
    void noRootKeyIsMadeWhereAccountsWantTheOneThatIsGone() {
        home.manager().create(alice).close();
        home.raw.delete(FILE, home.raw.revision(FILE));
        assertUnreadable(home.manager(), Reason.KEY_UNAVAILABLE, "HF-0349");
        assertThat(home.raw.revision(FILE)).isEqualTo(Revision.ABSENT);
        assertThat(home.typist.occasions()).hasSize(1);
    }

    @Test
    void aStorageThatFailsIsAnUnavailableKey() {
        home.manager().create(alice).close();
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        faulty.onCall(2, Operation.READ).failBefore();
        UnreadableException e = catchThrowableOfType(
                UnreadableException.class,
                () -> PassphraseHome.manager(faulty, home.keys()).open(alice));
        assertThat(e.reason()).isEqualTo(Reason.KEY_UNAVAILABLE);
        assertThat(e.code()).isEqualTo("HF-0303");
    }

    @Test
    void onceClosedItGivesNoKeyAndAsksNobody() {
        RootProvider provider = (RootProvider) home.keys().open(new ProviderHome(PassphraseHome.APP, home.raw));
        provider.rootOrNew().close();
        provider.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(provider::root)
                .returns("HF-0303", HoldfastException::code);
        assertThat(home.typist.occasions()).hasSize(1);
    }

    private UnreadableException assertUnreadable(KeyManager manager, Reason reason, String code) {
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> manager.open(alice));
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.code()).isEqualTo(code);
        return e;
    }

    @Test
    void theEarlierPassphraseOpensNothingAfterAChangeThatWasCutOff() {
        FaultyStorage faulty = FaultyStorage.over(home.raw);
        PassphraseKeys keys = home.keys();
        SecretBytes made = derived(PassphraseHome.manager(faulty, keys).create(alice));
        faulty.onCall(1, Operation.FORGET_HISTORY).killBefore();
        assertThatExceptionOfType(FaultyStorage.Killed.class)
                .isThrownBy(() -> keys.change(secret("correct horse"), secret("new words")));
        assertThat(home.raw.history(FILE)).isNotEmpty();
        home.typist.types("new words");
        assertThat(derived(home.manager().open(alice))).isEqualTo(made);
        assertThat(home.raw.history(FILE)).isEmpty();
    }
}
