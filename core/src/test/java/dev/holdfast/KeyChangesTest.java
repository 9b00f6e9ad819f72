// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.state.Document;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of an account's keys that meet its documents, its end, other processes and crashes. */
class KeyChangesTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";

    @TempDir
    Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private final HookedVault vault = new HookedVault();
    private final ChatClients clients = new ChatClients(new ChatServer());

    private Holdfast open(Storage of, String name) {
        return Holdfast.builder(APP)
                .at(directory.resolve(name))
                .storage(outliving(of))
                .keys(vault)
                .open();
    }

    private static Storage outliving(Storage of) {
        return new ForwardingStorage(of) {
            @Override
            public void close() {
                // goes on for the next home
            }
        };
    }

    private Account signIn(Holdfast app) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, ALICE))
                .account();
    }

    private static Scope scope(Account account) {
        return account.open().incarnation().scope();
    }

    private void forgetGenerations(Account account) {
        storage.list(scope(account)).forEach(storage::forgetHistory);
    }

    @Test
    void whatIsSavedWhileARotationOfAnotherProcessIsFinishedStaysReadable() throws IOException {
        for (int call = 1; call < 20; call++) {
            try (Holdfast app = open(storage, "one")) {
                Account account = signIn(app);
                Document<Drafts> drafts = account.document(Drafts.SCHEMA);
                KeyManager elsewhere = account.open().home().keys();
                elsewhere.rotate(scope(account));
                elsewhere.finishRotation(
                        scope(account), account.open().incarnation().anchored());
                forgetGenerations(account);
                vault.atCall(call, () -> drafts.set(new Drafts("while it went on")));
                account.protection().finishRotation();
                vault.atCall(0, () -> {});
                account.close();
                assertThat(app.account(ALICE).document(Drafts.SCHEMA).load().value())
                        .as("saved at call %d", call)
                        .isIn(new Drafts("while it went on"), Drafts.SCHEMA.initial());
                assertThat(app.account(ALICE)
                                .document(Drafts.SCHEMA)
                                .load()
                                .outcome()
                                .isFenced())
                        .isFalse();
                app.account(ALICE).logOut();
            }
        }
    }

    @Test
    void anAccountThatEndsWhileItsRotationIsFinishedIsLetGo() throws IOException {
        try (Holdfast app = open(storage, "one")) {
            Account account = signIn(app);
            Protection protection = account.protection();
            protection.rotate();
            vault.atCall(1, account::close);
            assertClosed(protection, Protection::finishRotation);
            assertNobodyHasItOpen(account);
            assertClosed(protection, Protection::finishRotation);
            assertClosed(protection, Protection::trustBackup);
            assertNobodyHasItOpen(account);
        }
    }

    private static void assertClosed(Protection protection, Consumer<Protection> call) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> call.accept(protection))
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0503"));
    }

    private static void assertNobodyHasItOpen(Account account) {
        OpenAccount open = account.open();
        assertThat(open.home().alive(open.incarnation(), LeaseMode.EXCLUSIVE, Duration.ZERO))
                .hasValueSatisfying(lease -> lease.close());
    }

    @Test
    void whatIsUnderWayWhenABackupIsTrustedEndsWell() throws IOException {
        try (Holdfast app = open(storage, "one")) {
            Account account = signIn(app);
            Storage underWay = account.open().sealed().unlock();
            account.protection().trustBackup();
            assertThat(underWay.read(account.open().incarnation().session())).isPresent();
        }
    }

    @Test
    void whatAVaultKeepsThatFellSilentDuringASignInIsDeletedAtALaterOpen() throws IOException {
        for (int call = 1; call < 8; call++) {
            vault.fallSilentAtCall(call);
            try (Holdfast app = twoProviders()) {
                signIn(app);
            }
            vault.speak();
            vault.atCall(0, () -> {});
            try (Holdfast app = twoProviders()) {
                app.finishLogouts();
                Account account = app.account(ALICE);
                assertThat(vault.keys.keySet())
                        .as("silent from call %d on", call)
                        .isSubsetOf(account.open().home().keys().keys(scope(account)).stream()
                                .map(KeyRef::key)
                                .toList());
                assertNoIntents(account);
                account.logOut();
            }
        }
    }

    private Holdfast twoProviders() {
        return Holdfast.builder(APP)
                .at(directory.resolve("one"))
                .storage(outliving(storage))
                .keys(vault, KeyProviders.keyFile())
                .open();
    }

    private void assertNoIntents(Account account) {
        assertThat(storage.list(scope(account))).noneMatch(blob -> blob.name().startsWith("key-intent"));
    }

    /** As a log-out that looked for the keys while they were rotated, and was killed. */
    @Test
    void aLogOutDestroysTheKeysThatWereMadeWhileItBegan() throws IOException {
        try (Holdfast app = open(storage, "one")) {
            Account account = signIn(app);
            List<KeyRef> before = account.open().home().keys().keys(scope(account));
            account.protection().rotate();
            account.open().home().journal().retire(account.open().incarnation(), new JournalRecord(ALICE, before));
        }
        try (Holdfast app = open(storage, "one")) {
            assertThat(app.finishLogouts()).allMatch(LogoutReceipt::isComplete);
        }
        assertThat(vault.keys).isEmpty();
    }

    @Test
    void aChangeThatDiesAfterAnotherProcessLookedForItIsSettledAtTheNextOpen() throws IOException {
        try (Holdfast app = open(storage, "one")) {
            signIn(app);
        }
        for (int changes = 0; changes < 12; changes++) {
            dieAfter(changes);
            try (Holdfast app = open(storage, "three")) {
                app.finishLogouts();
                Account account = app.account(ALICE);
                assertThat(vault.keys.keySet())
                        .as("after %d changes", changes)
                        .isSubsetOf(account.open().home().keys().keys(scope(account)).stream()
                                .map(KeyRef::key)
                                .toList());
                assertNoIntents(account);
            }
        }
    }

    /** Another process opens the home after the change has begun, and the one that changes dies later. */
    private void dieAfter(int changes) {
        DyingStorage mortal = new DyingStorage(storage);
        try (Holdfast other = open(storage, "two");
                Holdfast dying = open(mortal, "one")) {
            Account account = dying.account(ALICE);
            account.protection().level();
            vault.atCall(1, () -> {
                other.finishLogouts();
                mortal.dieAfter(changes);
            });
            account.protection().rotate();
        } catch (DyingStorage.Death e) {
            assertThat(e).isNotNull();
        } finally {
            vault.atCall(0, () -> {});
        }
    }
}
