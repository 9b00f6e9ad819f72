// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.SessionHandle;
import dev.holdfast.it.SnippetWorld.ChatClients;
import dev.holdfast.passphrase.Argon2Cost;
import dev.holdfast.passphrase.Argon2idKdf;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.sqlite.RecordStore;
import dev.holdfast.sqlite.SqliteStorage;
import dev.holdfast.sqlite.StoreKey;
import dev.holdfast.sqlite.Table;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.testkit.Leaks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of records that hangs on an account, and an app whose home is a database. */
class AccountStoreTest {

    private static final Table ROOMS = Table.of("rooms");

    @TempDir
    private Path place;

    @Test
    void aStoreOpensWithTheAccountsSecretAndGoesWithTheAccount() {
        try (Holdfast app = Holdfast.builder(Chat.APP).at(place).open()) {
            Account account = signIn(app);
            assertThat(put(account)).isTrue();
            LogoutReceipt receipt = account.logOut();
            assertThat(receipt.isComplete()).isTrue();
            Leaks.after(receipt).assertNone("what is kept of a room");
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> account.secret("client store", 32))
                    .returns("HF-0102", HoldfastException::code);
        }
    }

    private static boolean put(Account account) {
        StoreKey key = StoreKey.of(account.secret("client store", 32));
        try (RecordStore store = RecordStore.open(account.store("client"), key)) {
            store.write(tx -> tx.put(ROOMS, "!room", "what is kept of a room".getBytes(UTF_8)));
        }
        try (RecordStore store = RecordStore.open(account.store("client"), key)) {
            return store.read(tx -> tx.get(ROOMS, "!room").isPresent());
        }
    }

    @Test
    void aSecretIsTheSameForItsPurposeAndOfOneAccount() {
        SecretBytes[] known = new SecretBytes[1];
        try (Holdfast app = Holdfast.builder(Chat.APP).at(place).open()) {
            SessionHandle handle = app.sessions(new ChatClients())
                    .signIn(it -> ChatClients.logIn(it, Chat.ALICE, "password"))
                    .handle();
            known[0] = handle.secret("a purpose", 32);
            assertThat(handle.secret("another purpose", 32)).isNotEqualTo(known[0]);
        }
        try (Holdfast app = Holdfast.builder(Chat.APP).at(place).open()) {
            Account account = app.account(Chat.ALICE);
            assertThat(account.secret("a purpose", 32)).isEqualTo(known[0]);
        }
    }

    @Test
    void aHomeInADatabaseKeepsDocumentsAndAccountsAndLogsOut() {
        try (Holdfast app = inDatabase()) {
            signIn(app);
            app.document(SnippetWorld.STATE).set(new SnippetWorld.AppState(List.of(), 7));
        }
        try (Holdfast app = inDatabase()) {
            assertThat(app.document(SnippetWorld.STATE).get().new_field_name()).isEqualTo(7);
            Account account = app.account(Chat.ALICE);
            assertThat(account.logOut().isComplete()).isTrue();
            assertThat(app.accounts()).isEmpty();
        }
    }

    private Holdfast inDatabase() {
        return Holdfast.builder(Chat.APP)
                .at(place.resolve("local"))
                .storage(SqliteStorage.at(place.resolve("database")))
                .open();
    }

    private static Account signIn(Holdfast app) {
        return app.sessions(new ChatClients())
                .signIn(handle -> ChatClients.logIn(handle, Chat.ALICE, "password"))
                .account();
    }

    @Test
    void aPassphraseOpensAStoreByArgon2id() {
        StoreKey chosen = key("correct horse");
        try (RecordStore store = RecordStore.open(place.resolve("store"), chosen)) {
            store.write(tx -> tx.put(ROOMS, "!room", new byte[1]));
        }
        assertThatExceptionOfType(WrongKeyException.class)
                .isThrownBy(() -> RecordStore.open(place.resolve("store"), key("battery staple")));
        try (RecordStore store = RecordStore.open(place.resolve("store"), chosen)) {
            assertThat(store.check()).isEmpty();
        }
    }

    private static StoreKey key(String passphrase) {
        return StoreKey.passphrase(SecretString.copyOf(passphrase), Argon2idKdf.costing(Argon2Cost.OWASP));
    }
}
