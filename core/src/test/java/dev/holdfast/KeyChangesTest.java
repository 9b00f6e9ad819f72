// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
                        scope(account), account.open().incarnation().anchored(), Supplier::get);
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
            try (Holdfast app = twoProviders(storage)) {
                signIn(app);
            }
            assertOnlyWhatIsNamedIsKept("silent from call " + call);
        }
    }

    private Holdfast twoProviders(Storage of) {
        return Holdfast.builder(APP)
                .at(directory.resolve("one"))
                .storage(outliving(of))
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

    /** Each lets go of the account, and uses it on. */
    @Test
    void ofTwoThatFinishARotationAtOnceNeitherTakesTheOtherForGone() throws IOException {
        AtomicReference<Protection> first = new AtomicReference<>();
        ForwardingStorage meeting = new ForwardingStorage(storage) {
            @Override
            public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
                if (!purpose.equals("alive") || mode == LeaseMode.SHARED) {
                    return super.lease(scope, purpose, mode, wait);
                }
                assertOpenElsewhere(first.get());
                return super.lease(scope, purpose, mode, Duration.ZERO);
            }
        };
        try (Holdfast one = open(storage, "one")) {
            first.set(signIn(one).protection());
            first.get().rotate();
            try (Holdfast two = open(meeting, "two")) {
                assertOpenElsewhere(two.account(ALICE).protection());
            }
        }
    }

    private static void assertOpenElsewhere(Protection protection) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(protection::finishRotation)
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0560"));
    }

    @Test
    void nobodyIsAskedForAKeyWhileAnAccountIsHeldAlone() throws IOException {
        AtomicReference<Account> account = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        AskedRoot root = new AskedRoot(() -> {
            asked.incrementAndGet();
            assertThat(storage.lease(scope(account.get()), "alive", LeaseMode.SHARED, Duration.ZERO))
                    .hasValueSatisfying(Lease::close);
        });
        try (Holdfast app = Holdfast.builder(APP)
                .at(directory)
                .storage(storage)
                .keys(vault, root)
                .open()) {
            account.set(signIn(app));
            Protection protection = account.get().protection();
            protection.moveTo(vault.id(), root.id());
            protection.rotate();
            protection.finishRotation();
            forgetGenerations(account.get());
            int before = asked.get();
            assertThat(protection.finishRotation().dropped()).isEqualTo(1);
            assertThat(asked).hasValueGreaterThan(before);
        }
    }

    /** A root provider that asks for its key each time. */
    private record AskedRoot(Runnable ask) implements KeyProviderFactory, RootProvider {

        @Override
        public String id() {
            return "asked-root";
        }

        @Override
        public ProtectionLevel level() {
            return ProtectionLevel.PASSPHRASE;
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            return this;
        }

        @Override
        public SecretBytes root() {
            ask.run();
            return SecretBytes.copyOf(new byte[MIN_BYTES]);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatAVaultKeepsThatFellSilentDuringAnImportIsDeletedAtALaterOpen() throws IOException {
        for (int call = 1; call < 12; call++) {
            OldApp old = OldApp.in(directory.resolve("old-" + call)).write(OldApp.fullSession(ALICE, "db_2024"));
            vault.fallSilentAtCall(call);
            try (Holdfast app = twoProviders(storage)) {
                assertThat(app.sessions(new SessionClients())
                                .importFrom(old.full())
                                .outcome())
                        .isEqualTo(ImportReceipt.Outcome.IMPORTED);
            } catch (UnreadableException e) {
                assertThat(e.code())
                        .as("silent when the session was to be read back")
                        .isEqualTo("HF-0303");
            }
            assertOnlyWhatIsNamedIsKept("silent from call " + call);
        }
    }

    /** A key is put to the vault, which then does not answer any more. */
    @Test
    void soItIsWhereTheSignInWasKilledAtAnyOfItsChanges() throws IOException {
        boolean survived = false;
        for (int changes = 0; !survived; changes++) {
            vault.fallSilentAtCall(6);
            survived = isSignedInWithin(changes);
            assertOnlyWhatIsNamedIsKept("killed after " + changes);
        }
        assertThat(vault.keys).isEmpty();
    }

    private boolean isSignedInWithin(int changes) throws IOException {
        DyingStorage mortal = new DyingStorage(storage);
        try (Holdfast app = twoProviders(mortal)) {
            mortal.dieAfter(changes);
            signIn(app);
            return true;
        } catch (DyingStorage.Death e) {
            return false;
        }
    }

    /** At the next open, when the vault answers again; then the account goes. */
    private void assertOnlyWhatIsNamedIsKept(String when) {
        vault.speak();
        vault.atCall(0, () -> {});
        try (Holdfast app = twoProviders(storage)) {
            app.finishLogouts();
            List<KeyId> named = new ArrayList<>();
            for (String user : app.accounts()) {
                Account account = app.account(user);
                account.open().home().keys().keys(scope(account)).forEach(ref -> named.add(ref.key()));
                assertNoIntents(account);
            }
            assertThat(vault.keys.keySet()).as(when).isSubsetOf(named);
            assertThat(storage.list(Journal.SCOPE)).as(when).isEmpty();
            app.logOutAll();
        }
    }
}
