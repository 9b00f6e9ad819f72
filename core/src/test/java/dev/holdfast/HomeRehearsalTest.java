// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.state.Codec;
import dev.holdfast.state.Document;
import dev.holdfast.state.History;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next release would make of a home: open, closed, or copied. */
class HomeRehearsalTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";

    /** The next release's. */
    private static final Schema<Drafts> NEXT =
            Drafts.SCHEMA.version(2).migrate(1, data -> data.map("text", old -> "migrated"));

    @TempDir
    Path temp;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Path home() {
        return temp.resolve("home");
    }

    private Holdfast open() {
        return Holdfast.builder(APP).at(home()).open();
    }

    private HoldfastBuilder closed() {
        return Holdfast.builder(APP).at(home());
    }

    private Path data() {
        return AppPaths.under(APP, home()).data();
    }

    private Account signIn(Holdfast app, String user) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, user))
                .account();
    }

    /** Drafts of the app and of two users. */
    private void fill() throws IOException {
        try (Holdfast app = open()) {
            app.document(Drafts.SCHEMA).set(new Drafts("the app's"));
            signIn(app, ALICE).document(Drafts.SCHEMA).set(new Drafts("hers"));
            signIn(app, BOB).document(Drafts.SCHEMA).set(new Drafts("his"));
        }
    }

    /** Each file's and directory's name, time, mode and bytes. */
    private static Map<String, String> picture(Path directory) throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String bytes = Files.isRegularFile(path) ? HexFormat.of().formatHex(Files.readAllBytes(path)) : "";
                picture.put(
                        directory.relativize(path).toString(),
                        Files.getLastModifiedTime(path) + " " + Files.getPosixFilePermissions(path) + " " + bytes);
            }
        }
        return picture;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void anOpenHomeIsRehearsedWithAllItsAccountsAndNothingChanges() throws IOException {
        fill();
        try (Holdfast app = open()) {
            Map<String, String> before = picture(temp);

            List<Rehearsed> report = app.rehearse(NEXT);

            assertThat(picture(temp)).isEqualTo(before);
            assertThat(report).allMatch(Rehearsed::isWell);
            assertThat(report).hasSize(3).allSatisfy(each -> {
                assertThat(each.outcome()).isEqualTo(LoadOutcome.MIGRATED);
                assertThat(each.isStored()).isTrue();
                assertThat(each.pinned()).isEqualTo(1);
                assertThat(each.diff()).hasToString("~ text: string -> string");
            });
            assertThat(report.toString()).doesNotContain("hers", "his\"");
            assertThat(report)
                    .extracting(Rehearsed::withValues)
                    .anyMatch(it -> it.contains("\"hers\" -> \"migrated\""));
            assertThat(app.account(ALICE).document(Drafts.SCHEMA).get()).isEqualTo(new Drafts("hers"));
        }
    }

    @Test
    void aHomeThatIsNotOpenedIsNotEvenLocked() throws IOException {
        fill();
        Files.delete(data().resolve("lock"));
        Map<String, String> before = picture(temp);

        List<Rehearsed> report = closed().rehearse(NEXT);

        assertThat(picture(temp)).isEqualTo(before);
        assertThat(report).hasSize(3);
        assertThat(report).allMatch(Rehearsed::isWell);
    }

    @Test
    void whatTheRehearsalSaysTheNextReleaseDoes() throws IOException {
        fill();
        List<Rehearsed> report = closed().rehearse(NEXT);
        try (Holdfast app = open()) {
            for (Document<Drafts> document : List.of(
                    app.document(NEXT),
                    app.account(ALICE).document(NEXT),
                    app.account(BOB).document(NEXT))) {
                Rehearsed rehearsed = report.stream()
                        .filter(it -> it.location().equals(document.location()))
                        .findFirst()
                        .orElseThrow();
                assertThat(document.load().outcome()).isEqualTo(rehearsed.outcome());
                assertThat(document.get()).isEqualTo(new Drafts("migrated"));
            }
        }
    }

    @Test
    void aCopyIsRehearsedWhileTheHomeItselfIsOpen() throws IOException {
        fill();
        try (Holdfast app = open()) {
            copy(home(), temp.resolve("copy"));
            Map<String, String> before = picture(temp);

            List<Rehearsed> report =
                    Holdfast.builder(APP).at(temp.resolve("copy")).rehearse(NEXT);
            List<Rehearsed> live = closed().rehearse(NEXT);

            assertThat(picture(temp)).isEqualTo(before);
            assertThat(report).hasSize(3);
            assertThat(live).hasSize(3).allMatch(Rehearsed::isWell);
            app.document(Drafts.SCHEMA).set(new Drafts("still open"));
        }
    }

    @Test
    void documentsWhoseKeyIsNotThereAreToldSo() throws IOException {
        fill();
        try (Stream<Path> keys = Files.list(data().resolve("keys"))) {
            for (Path key : keys.toList()) {
                Files.delete(key);
            }
        }

        List<Rehearsed> report = closed().rehearse(NEXT);

        assertThat(report).anyMatch(it -> !it.isWell());
        assertThat(report)
                .extracting(Rehearsed::outcome)
                .containsExactly(LoadOutcome.MIGRATED, LoadOutcome.KEY_UNAVAILABLE, LoadOutcome.KEY_UNAVAILABLE);
        List<Rehearsed> tooWeak =
                closed().requireAtLeast(ProtectionLevel.OS_KEYRING).rehearse(NEXT);
        assertThat(tooWeak)
                .extracting(Rehearsed::outcome)
                .containsExactly(LoadOutcome.MIGRATED, LoadOutcome.KEY_UNAVAILABLE, LoadOutcome.KEY_UNAVAILABLE);
    }

    @Test
    void noKeyIsAskedForWhereNothingIsStored() throws IOException {
        fill();
        try (Stream<Path> keys = Files.list(data().resolve("keys"))) {
            for (Path key : keys.toList()) {
                Files.delete(key);
            }
        }
        Schema<Drafts> other = Schema.of("other", Drafts.class, new Drafts("")).withCodec(codec());

        List<Rehearsed> report = closed().rehearse(other);

        assertThat(report).isEmpty();
        assertThat(report).allMatch(Rehearsed::isWell);
    }

    private static Codec<Drafts> codec() {
        return Codec.ofTree(
                drafts -> JsonObject.empty().with("text", drafts.text()), tree -> new Drafts(tree.string("text")));
    }

    @Test
    void aDamagedFileAndALoggedOutAccountAreNotMended() throws IOException {
        fill();
        try (Holdfast app = open()) {
            app.document(Drafts.SCHEMA).set(new Drafts("second"));
            app.account(BOB).logOut();
        }
        Path file = data().resolve("app/drafts.json");
        Files.writeString(file, Files.readString(file).substring(0, 100));
        Map<String, String> before = picture(temp);

        List<Rehearsed> report = closed().rehearse(NEXT);

        assertThat(picture(temp)).isEqualTo(before);
        assertThat(report).extracting(Rehearsed::outcome).containsExactly(LoadOutcome.RECOVERED, LoadOutcome.MIGRATED);
    }

    @Test
    void whereThereIsNoHomeNoneIsMade() throws IOException {
        assertThatThrownBy(() -> closed().rehearse(NEXT)).hasMessageContaining("HF-0519");

        assertThat(home()).doesNotExist();
        fill();
        assertThatThrownBy(() -> Holdfast.builder("org.example.other")
                        .storage(FileStorage.readOnly(data()))
                        .rehearse(NEXT))
                .hasMessageContaining("HF-0502");
    }

    @Test
    void aStorageThatIsGivenIsOnlyRead() {
        MemoryStorage memory = new MemoryStorage();
        Holdfast app = Holdfast.builder(APP).at(home()).storage(memory).open();
        app.document(Drafts.SCHEMA).set(new Drafts("x"));
        app.close();
        MemoryStorage again = memory.reopen();

        List<Rehearsed> report = closed().storage(again).rehearse(NEXT);

        assertThat(report).extracting(Rehearsed::outcome).containsExactly(LoadOutcome.MIGRATED);
        assertThatThrownBy(() -> again.list(Home.APP)).hasMessageContaining("HF-0101");
        Holdfast next = Holdfast.builder(APP)
                .at(home())
                .storage(again.reopen())
                .keys(KeyProviders.keyFile())
                .open();
        assertThat(next.document(Drafts.SCHEMA).get()).isEqualTo(new Drafts("x"));
        next.close();
    }

    @Test
    void aClosedHomeAndASchemaWithAGapAreRefused() {
        Holdfast app = open();
        assertThatThrownBy(() -> app.rehearse(Drafts.SCHEMA.version(3))).hasMessageContaining("HF-0230");
        app.close();
        assertThatThrownBy(() -> app.rehearse(NEXT)).hasMessageContaining("HF-0503");
    }

    @Test
    void usersGoBackToAnEarlierDraftThatIsSealed() throws IOException {
        try (Holdfast app = open()) {
            Document<Drafts> drafts = signIn(app, ALICE).document(Drafts.SCHEMA);
            drafts.set(new Drafts("first"));
            drafts.set(new Drafts("second"));
            History<Drafts> history = drafts.history();
            Generation first = history.list().get(0);
            assertThat(history.diff(first).withValues()).isEqualTo("~ text: \"first\" -> \"second\"");

            history.restore(first);
        }
        try (Holdfast app = open()) {
            Document<Drafts> drafts = app.account(ALICE).document(Drafts.SCHEMA);
            assertThat(drafts.get()).isEqualTo(new Drafts("first"));
            List<Generation> generations = drafts.history().list();
            assertThat(generations).extracting(Generation::pinned).containsExactly(false, true);
            assertThat(drafts.history().load(generations.get(0)).value()).isEqualTo(new Drafts("second"));
        }
    }

    @Test
    void aDamagedPointerOrRecordOfAnAccountIsNotMendedByARehearsal() throws IOException {
        fill();
        try (Holdfast app = open()) {
            try (Stream<Path> pointers = Files.list(data().resolve("accounts/by-user"))) {
                for (Path pointer :
                        pointers.filter(it -> !it.toString().contains("~")).toList()) {
                    Files.writeString(pointer, "{");
                }
            }
            try (Stream<Path> all = Files.walk(data().resolve("accounts"))) {
                for (Path record :
                        all.filter(it -> it.endsWith("account")).limit(1).toList()) {
                    Files.writeString(record, "{");
                }
            }
            Map<String, String> before = picture(temp);

            List<Rehearsed> report = app.rehearse(NEXT);

            assertThat(picture(temp)).isEqualTo(before);
            assertThat(report).hasSize(3);
        }
    }
}
