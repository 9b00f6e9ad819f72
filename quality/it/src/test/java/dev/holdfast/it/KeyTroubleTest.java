// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NotRestored;
import dev.holdfast.NotRestored.Reason;
import dev.holdfast.Restored;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.state.Document;
import dev.holdfast.state.FencedException;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.testkit.Leaks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key provider that is silent, has lost a key or gives another one: nothing is deleted, and all is well when it is. */
class KeyTroubleTest {

    @TempDir
    private Path directory;

    private final FickleVault vault = new FickleVault();

    @BeforeEach
    void signIn() throws Exception {
        try (Holdfast app = open()) {
            Chat.signIn(app);
        }
    }

    private Holdfast open() {
        return Holdfast.builder(Chat.APP).at(directory).keys(vault).open();
    }

    @Test
    void aSilentProviderMakesTheKeyUnavailable() throws Exception {
        vault.fallSilent();
        assertNothingIsLost(Reason.KEY_UNAVAILABLE, LoadOutcome.KEY_UNAVAILABLE, vault::answer);
    }

    @Test
    void aProviderThatHasLostTheKeySaysSo() throws Exception {
        Runnable found = vault.lose();
        assertNothingIsLost(Reason.KEY_LOST, LoadOutcome.KEY_UNAVAILABLE, found);
    }

    @Test
    void anotherKeyIsNotTakenForDamage() throws Exception {
        Runnable right = vault.exchange();
        assertNothingIsLost(Reason.WRONG_KEY, LoadOutcome.WRONG_KEY, right);
    }

    private void assertNothingIsLost(Reason reason, LoadOutcome outcome, Runnable mend) throws Exception {
        Map<String, String> before = HomeFiles.contents(directory);
        try (Holdfast app = open()) {
            assertThat(app.sessions(new Chat()).restoreLatest())
                    .isInstanceOfSatisfying(
                            NotRestored.class, not -> assertThat(not.reason()).isEqualTo(reason));
            assertIsFenced(app.account(Chat.ALICE).document(Draft.SCHEMA), outcome);
        }
        assertThat(HomeFiles.contents(directory)).isEqualTo(before);
        mend.run();
        assertAllIsWell();
    }

    private static void assertIsFenced(Document<Draft> draft, LoadOutcome outcome) {
        assertThat(draft.get()).isEqualTo(new Draft(""));
        assertThat(draft.load().outcome()).isEqualTo(outcome);
        assertThatThrownBy(() -> draft.set(new Draft("another"))).isInstanceOf(FencedException.class);
        assertThatThrownBy(draft::delete).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> draft.overwrite(new Draft("another"))).isInstanceOf(HoldfastException.class);
    }

    private void assertAllIsWell() {
        try (Holdfast app = open()) {
            assertThat(app.sessions(new Chat()).restoreLatest()).isInstanceOf(Restored.class);
            Document<Draft> draft = app.account(Chat.ALICE).document(Draft.SCHEMA);
            assertThat(draft.load().outcome()).isEqualTo(LoadOutcome.LOADED);
            assertThat(draft.get()).isEqualTo(new Draft("draft text"));
            draft.set(new Draft("another"));
        }
    }

    @Test
    void aProviderThatAnswersAgainIsAskedAgainWhileTheHomeIsOpen() {
        vault.fallSilent();
        try (Holdfast app = open()) {
            Document<Draft> draft = app.account(Chat.ALICE).document(Draft.SCHEMA);
            assertThat(draft.load().outcome()).isEqualTo(LoadOutcome.KEY_UNAVAILABLE);
            vault.answer();
            draft.set(new Draft("another"));
            assertThat(draft.get()).isEqualTo(new Draft("another"));
            assertThat(app.sessions(new Chat()).restoreLatest()).isInstanceOf(Restored.class);
        }
    }

    @Test
    void aLogOutGoesOnUnderASilentProviderAndIsPendingUntilItAnswers() throws Exception {
        LogoutReceipt receipt;
        try (Holdfast app = open()) {
            Account account = app.account(Chat.ALICE);
            vault.fallSilent();
            receipt = account.logOut();
            assertThat(receipt.isComplete()).isFalse();
            assertThat(app.accounts()).isEmpty();
        }
        assertThat(Leaks.after(receipt).find(Chat.SECRETS))
                .as("all is gone but the key and what the journal must know")
                .allMatch(left -> left.contains("step not done") || left.contains("journal"));
        try (Holdfast app = open()) {
            assertThat(app.finishLogouts()).noneMatch(LogoutReceipt::isComplete);
        }
        vault.answer();
        List<LogoutReceipt> receipts;
        try (Holdfast app = open()) {
            receipts = app.finishLogouts();
        }
        LogoutReceipt last = receipts.get(receipts.size() - 1);
        Leaks.after(last).assertNone(Chat.SECRETS);
        assertThat(vault.isEmpty()).isTrue();
    }
}
