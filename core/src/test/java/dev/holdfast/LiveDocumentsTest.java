// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.SaveFailure;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are saved later, watched, and rehearsed, in a home and its accounts. */
class LiveDocumentsTest {

    private static final String ALICE = "@alice:example.org";
    private static final Schema<Drafts> NEXT =
            Drafts.SCHEMA.version(2).migrate(1, data -> data.map("text", old -> "migrated"));

    @TempDir
    Path directory;

    private final ChatClients clients = new ChatClients(new ChatServer());
    private final List<SaveFailure> failures = new ArrayList<>();

    /** Nothing is saved by waiting. */
    private Holdfast open() {
        return Holdfast.builder("org.example.chat")
                .at(directory)
                .saveDelay(Duration.ofDays(1))
                .onSaveFailure(failures::add)
                .open();
    }

    private Account signIn(Holdfast app) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, ALICE))
                .account();
    }

    private static Drafts draft(String text) {
        return new Drafts(text);
    }

    @Test
    void closingAHomeSavesWhatWaitsInItsDocumentsAndInThoseOfItsAccounts() throws IOException {
        try (Holdfast app = open()) {
            app.document(Drafts.SCHEMA).updateLater(any -> draft("the app's"));
            signIn(app).document(Drafts.SCHEMA).updateLater(any -> draft("hers"));
        }
        try (Holdfast app = open()) {
            assertThat(app.document(Drafts.SCHEMA).get()).isEqualTo(draft("the app's"));
            assertThat(app.account(ALICE).document(Drafts.SCHEMA).get()).isEqualTo(draft("hers"));
        }
    }

    @Test
    void closingAnAccountSavesWhatWaitsThere() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.document(Drafts.SCHEMA).updateLater(any -> draft("hers"));
            account.close();

            assertThat(app.account(ALICE).document(Drafts.SCHEMA).get()).isEqualTo(draft("hers"));
        }
    }

    @Test
    void flushSavesAll() throws IOException {
        try (Holdfast app = open()) {
            Document<Drafts> ours = app.document(Drafts.SCHEMA);
            Document<Drafts> hers = signIn(app).document(Drafts.SCHEMA);
            ours.updateLater(any -> draft("the app's"));
            hers.updateLater(any -> draft("hers"));
            assertThat(Path.of(hers.location())).doesNotExist();

            app.flush();

            assertThat(Path.of(ours.location())).content().contains("the app's");
            assertThat(Path.of(hers.location())).exists();
        }
    }

    @Test
    void aLogOutSavesNothingAndFailsForNothing() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.document(Drafts.SCHEMA).updateLater(any -> draft("hers"));

            assertThat(account.logOut().isComplete()).isTrue();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anObserverOfAnAccountsDocumentIsToldOfItsChanges() throws IOException {
        List<Drafts> seen = new ArrayList<>();
        try (Holdfast app = open()) {
            Document<Drafts> hers = signIn(app).document(Drafts.SCHEMA);
            Watch watch = hers.onChange(Runnable::run, seen::add);
            hers.update(any -> draft("one"));
            watch.close();
            hers.update(any -> draft("two"));
        }
        assertThat(seen).containsExactly(draft("one"));
    }

    @Test
    void aRehearsalTellsOfTheAppsAndOfEachUsersDocumentAndChangesNoByte() throws IOException {
        try (Holdfast app = open()) {
            app.document(Drafts.SCHEMA).set(draft("the app's"));
            signIn(app).document(Drafts.SCHEMA).set(draft("hers"));
        }
        try (Holdfast app = open()) {
            app.account(ALICE);
            Map<String, String> before = files();

            List<Rehearsed> rehearsed = app.rehearse(NEXT);

            assertThat(rehearsed).hasSize(2).allMatch(Rehearsed::isWell);
            assertThat(rehearsed).extracting(Rehearsed::outcome).containsOnly(LoadOutcome.MIGRATED);
            assertThat(rehearsed)
                    .extracting(Rehearsed::diff)
                    .asString()
                    .isEqualTo("[~ text: string -> string, ~ text: string -> string]");
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void aDocumentWhoseKeyIsGoneSaysSoInTheRehearsal() throws IOException {
        try (Holdfast app = open()) {
            signIn(app).document(Drafts.SCHEMA).set(draft("hers"));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.endsWith("keyset")).forEach(LiveDocumentsTest::delete);
        }
        try (Holdfast app = open()) {
            assertThat(app.rehearse(NEXT)).singleElement().satisfies(rehearsed -> {
                assertThat(rehearsed.isWell()).isFalse();
                assertThat(rehearsed.outcome().isFenced()).isTrue();
            });
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNegativeDelayIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Holdfast.builder("org.example.chat")
                        .at(directory)
                        .saveDelay(Duration.ofMillis(-1))
                        .open());
    }

    /** Each file with its content and time, but the lock's. */
    private Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(it -> !it.endsWith("lock"))
                    .toList()) {
                String bytes = java.util.Arrays.toString(Files.readAllBytes(file));
                found.put(file.toString(), Files.getLastModifiedTime(file) + bytes);
            }
        }
        return found;
    }
}
