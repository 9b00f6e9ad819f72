// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.NoSession;
import dev.holdfast.NotRestored;
import dev.holdfast.NotRestored.Reason;
import dev.holdfast.Restore;
import dev.holdfast.RestoreException;
import dev.holdfast.Restored;
import dev.holdfast.SessionHandle;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a restore can end. One that fails leaves each byte where it is, and says what to do. */
class RestoreOutcomesTest {

    private static final Path GUIDE = Reactor.ROOT.resolve("docs/guides/sessions.md");

    @TempDir
    private Path directory;

    private final FickleVault vault = new FickleVault();
    private final RefusingChat chat = new RefusingChat();

    /** Its clients may not be rebuilt. */
    private static final class RefusingChat extends Chat {

        private @Nullable Exception refusal;
        private int rebuilt;

        @Override
        public Client rebuild(SessionHandle handle) throws Exception {
            rebuilt++;
            if (refusal != null) {
                throw refusal;
            }
            return super.rebuild(handle);
        }
    }

    private Holdfast open() {
        return Holdfast.builder(Chat.APP).at(directory).keys(vault).open();
    }

    @BeforeEach
    void signIn() throws IOException {
        try (Holdfast app = open()) {
            Chat.signIn(app);
        }
    }

    /** Restores twice, as people do, and finds each file and directory as it was. */
    private void assertNotRestored(Reason reason) throws IOException {
        Map<String, String> contents = HomeFiles.contents(directory);
        List<Path> all = HomeFiles.all(directory);
        int rebuilt = chat.rebuilt;
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Holdfast app = open()) {
                assertThat(restore(app)).isInstanceOfSatisfying(NotRestored.class, not -> {
                    assertThat(not.reason()).isEqualTo(reason);
                    assertThat(not.user()).isEqualTo(Chat.ALICE);
                    assertThat(not.advice()).isEqualTo(reason.advice());
                });
            }
        }
        assertThat(HomeFiles.contents(directory)).isEqualTo(contents);
        assertThat(HomeFiles.all(directory)).isEqualTo(all);
        assertThat(chat.rebuilt - rebuilt)
                .as("the factory is asked where it alone can know")
                .isEqualTo(FROM_THE_FACTORY.contains(reason) ? 2 : 0);
    }

    private static final Set<Reason> FROM_THE_FACTORY =
            EnumSet.of(Reason.REVOKED, Reason.OFFLINE, Reason.STORE_ROLLED_BACK, Reason.CLIENT_FAILED);

    private Restore<Chat.Client> restore(Holdfast app) {
        return app.sessions(chat).restoreLatest();
    }

    private void assertRestored() {
        try (Holdfast app = open()) {
            assertThat(restore(app)).isInstanceOf(Restored.class);
            assertThat(app.account(Chat.ALICE).document(Draft.SCHEMA).get()).isEqualTo(new Draft("draft text"));
        }
    }

    @Test
    void keyUnavailable() throws IOException {
        vault.fallSilent();
        assertNotRestored(Reason.KEY_UNAVAILABLE);
        vault.answer();
        assertRestored();
    }

    @Test
    void keyLost() throws IOException {
        Runnable found = vault.lose();
        assertNotRestored(Reason.KEY_LOST);
        found.run();
        assertRestored();
    }

    @Test
    void wrongKey() throws IOException {
        Runnable right = vault.exchange();
        assertNotRestored(Reason.WRONG_KEY);
        right.run();
        assertRestored();
    }

    @Test
    void storeMissing() throws IOException {
        Path store = HomeFiles.named(directory, "timeline");
        Path elsewhere = Files.move(store, directory.resolve("moved"));
        assertNotRestored(Reason.STORE_MISSING);

        Files.createDirectory(store);
        assertNotRestored(Reason.STORE_MISSING);
        Files.delete(store);

        Files.writeString(store, "no directory");
        assertNotRestored(Reason.STORE_MISSING);
        Files.delete(store);

        Files.createSymbolicLink(store, elsewhere);
        assertNotRestored(Reason.STORE_MISSING);
        Files.delete(store);

        Files.move(elsewhere, store);
        assertRestored();
    }

    @Test
    void aStoreIsNotLookedForThroughALink() throws IOException {
        Path stores = HomeFiles.named(directory, "timeline").getParent();
        Path elsewhere = Files.move(stores, directory.resolve("moved"));
        Files.createSymbolicLink(stores, elsewhere);
        assertNotRestored(Reason.STORE_MISSING);
    }

    @Test
    void storeRolledBack() throws IOException {
        chat.refusal = RestoreException.storeRolledBack();
        assertNotRestored(Reason.STORE_ROLLED_BACK);
    }

    @Test
    void offline() throws IOException {
        chat.refusal = RestoreException.offline();
        assertNotRestored(Reason.OFFLINE);
        chat.refusal = null;
        assertRestored();
    }

    @Test
    void revoked() throws IOException {
        chat.refusal = RestoreException.revoked();
        assertNotRestored(Reason.REVOKED);
        chat.refusal = null;
        signInAgain();
    }

    /** Documents and the store stay. */
    private void signInAgain() throws IOException {
        Path file = HomeFiles.named(directory, "timeline.db");
        Files.writeString(file, "what the client has stored");
        try (Holdfast app = open()) {
            Account account = app.account(Chat.ALICE);
            app.sessions(chat).signIn(account, handle -> {
                assertThat(handle.store("timeline").resolve("timeline.db")).hasContent("what the client has stored");
                return new Chat.Client(Chat.session());
            });
        }
        assertThat(file).hasContent("what the client has stored");
        assertRestored();
    }

    /** Under a provider that keeps an anchor, as that of these tests does not. */
    @Test
    void rolledBack() throws IOException {
        Path home = Files.createDirectory(directory.resolve("anchored"));
        Path earlier = directory.resolve("earlier");
        try (Holdfast app = Chat.open(home)) {
            Account account = Chat.signIn(app);
            Files.copy(HomeFiles.named(home, "session"), earlier);
            account.close();
            app.sessions(chat)
                    .signIn(
                            app.account(Chat.ALICE),
                            handle ->
                                    new Chat.Client(Chat.session().withClientData(SecretBytes.copyOf(new byte[] {1}))));
        }
        Files.move(earlier, HomeFiles.named(home, "session"), StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> before = HomeFiles.contents(home);
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Holdfast app = Chat.open(home)) {
                assertThat(app.sessions(chat).restoreLatest())
                        .isInstanceOfSatisfying(
                                NotRestored.class,
                                not -> assertThat(not.reason()).isEqualTo(Reason.ROLLED_BACK));
            }
        }
        assertThat(HomeFiles.contents(home)).isEqualTo(before);
    }

    /** The key of the earlier one was destroyed by the rotation, so that no backup can be trusted. */
    @Test
    void keysRolledBack() throws IOException {
        Path home = Files.createDirectory(directory.resolve("anchored"));
        Path earlier = directory.resolve("earlier");
        Path newer = directory.resolve("newer");
        try (Holdfast app = Chat.open(home)) {
            Account account = Chat.signIn(app);
            Files.copy(HomeFiles.named(home, "keyset"), earlier);
            account.protection().rotate();
            Files.copy(HomeFiles.named(home, "keyset"), newer);
        }
        putBack(earlier, home);
        Map<String, String> before = HomeFiles.contents(home);
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.sessions(chat).restoreLatest())
                    .isInstanceOfSatisfying(
                            NotRestored.class, not -> assertThat(not.reason()).isEqualTo(Reason.KEYS_ROLLED_BACK));
            Account account = app.account(Chat.ALICE);
            assertOlder(() -> app.sessions(chat).signIn(account, Chat.logIn()));
            assertOlder(account.protection()::trustBackup);
        }
        assertThat(HomeFiles.contents(home)).isEqualTo(before);
        putBack(newer, home);
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.sessions(chat).restoreLatest()).isInstanceOf(Restored.class);
        }
        putBack(earlier, home);
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.account(Chat.ALICE).logOut().isComplete()).isTrue();
            Chat.signIn(app);
        }
    }

    private static void putBack(Path keyset, Path home) throws IOException {
        Files.copy(keyset, HomeFiles.named(home, "keyset"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void assertOlder(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(UnreadableException.class).hasMessageContaining("HF-0314");
    }

    @Test
    void clientFailed() throws IOException {
        chat.refusal = new IllegalStateException("of the app's own");
        assertNotRestored(Reason.CLIENT_FAILED);
        chat.refusal = new ClassNotFoundException("of the app's own");
        assertNotRestored(Reason.CLIENT_FAILED);
    }

    @Test
    void unreadable() throws IOException {
        Files.writeString(HomeFiles.named(directory, "session"), "damaged");
        assertNotRestored(Reason.UNREADABLE);
        signInAgain();
    }

    @Test
    void inUseUntilTheOtherProcessIsKilled() throws Exception {
        Path home = Files.createDirectory(directory.resolve("in-use"));
        try (Holdfast app = Chat.open(home)) {
            Chat.signIn(app);
        }
        try (ChildJvm child = ChildJvm.start(Running.class, home)) {
            child.await("running");
            Map<String, String> before = HomeFiles.contents(home);
            try (Holdfast app = Chat.open(home)) {
                assertThat(app.sessions(chat).restoreLatest())
                        .isInstanceOfSatisfying(
                                NotRestored.class,
                                not -> assertThat(not.reason()).isEqualTo(Reason.IN_USE));
                assertThat(HomeFiles.contents(home)).isEqualTo(before);

                child.kill();

                assertThat(app.sessions(chat).restoreLatest()).isInstanceOf(Restored.class);
            }
        }
    }

    @Test
    void noSessionAfterALogOut() {
        try (Holdfast app = open()) {
            app.account(Chat.ALICE).logOut();
            assertThat(restore(app)).isInstanceOf(NoSession.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasAdviceThatAPersonCanReadAndTheGuideShows(Reason reason) {
        assertThat(reason.advice()).hasSizeBetween(40, 160).endsWith(".").doesNotContain("null", "(", "_");
        assertThat(Reactor.text(GUIDE)).contains("`" + reason + "`").contains(reason.advice());
        assertThat(Stream.of(Reason.values()).map(Reason::advice)).doesNotHaveDuplicates();
    }

    /** Runs Alice's client until it is killed. */
    static final class Running {
        public static void main(String[] arguments) throws Exception {
            Holdfast app = Chat.open(Path.of(arguments[0]));
            System.out.println(
                    app.sessions(new Chat()).restoreLatest() instanceof Restored<Chat.Client> ? "running" : "not");
            System.in.read();
        }
    }
}
