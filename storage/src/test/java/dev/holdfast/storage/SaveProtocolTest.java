// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveProtocolTest {

    private static final Scope SCOPE = Scope.of("app");
    private static final BlobName BLOB = SCOPE.blob("doc.json");

    @TempDir
    private Path place;

    private final RecordingDisk disk = new RecordingDisk();
    private FileStorage storage;
    private Path directory;

    @BeforeEach
    void open() {
        storage = FileStorage.builder(place.resolve("home")).disk(disk).open();
        storage.create(SCOPE);
        directory = place.resolve("home/app");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aSaveMakesExactlyTheCallsOfTheProtocol() {
        Revision revision = Revision.ABSENT;
        for (int i = 0; i < 5; i++) {
            revision = save(revision, "content " + i);
        }
        disk.take();
        save(revision, "the last");
        assertThat(disk.take())
                .containsExactly(
                        "tryLock lock",
                        "tryLock lock",
                        "stat %61pp",
                        "stat doc.json",
                        "read doc.json",
                        "create doc.json~tmp",
                        "write doc.json~tmp",
                        "setTime doc.json~tmp",
                        "stat doc.json~tmp",
                        "sync doc.json~tmp",
                        "close doc.json~tmp",
                        "link doc.json~N",
                        "rename doc.json",
                        "syncDirectory app",
                        "unlink doc.json~N");
    }

    @Test
    void anAtomicSaveOmitsOnlyTheSyncOfTheDirectory() {
        Revision first = save(Revision.ABSENT, "first");
        disk.take();
        storage.replace(BLOB, first, bytes("second"), Durability.ATOMIC);
        assertThat(disk.take()).contains("sync doc.json~tmp").doesNotContain("syncDirectory app");
    }

    @Test
    void theFirstSaveOfAProcessMakesTheScopeDurableToo() {
        storage.close();
        storage = FileStorage.builder(place.resolve("home")).disk(disk).open();
        disk.take();
        save(Revision.ABSENT, "first");
        assertThat(disk.take()).containsSubsequence("syncDirectory home", "rename doc.json", "syncDirectory app");
    }

    @Test
    void generationsAreListedOnceAndAgainAfterAForeignWrite() throws IOException {
        Revision revision = save(save(Revision.ABSENT, "first"), "second");
        assertThat(disk.take()).containsOnlyOnce("list app");
        Files.writeString(directory.resolve("doc.json"), "by hand");
        assertThat(storage.revision(BLOB)).isNotEqualTo(revision);
        save(storage.revision(BLOB), "third");
        assertThat(disk.take()).containsOnlyOnce("list app");
        assertThat(text(storage.history(BLOB).get(0).revision())).isEqualTo("by hand");
    }

    @Test
    void confirmingOnesOwnDurableSaveSyncsNothing() {
        Revision revision = save(Revision.ABSENT, "first");
        disk.take();
        assertThat(storage.confirm(BLOB, revision)).isEqualTo(new Replacement.Replaced(revision));
        assertThat(disk.take()).noneMatch(call -> call.startsWith("sync") || call.startsWith("tryLock"));
    }

    @Test
    void confirmingWhatAnotherWroteSyncsTheFileAndItsDirectory() throws IOException {
        Files.writeString(directory.resolve("doc.json"), "by hand");
        disk.take();
        storage.confirm(BLOB, storage.revision(BLOB));
        assertThat(disk.take()).containsSubsequence("sync doc.json", "syncDirectory app");
    }

    @Test
    void aStaleTempIsRemovedByTheNextSave() throws IOException {
        Files.writeString(directory.resolve("doc.json~tmp"), "half");
        Revision revision = save(Revision.ABSENT, "whole");
        assertThat(text(revision)).isEqualTo("whole");
        assertThat(directory.resolve("doc.json~tmp")).doesNotExist();
    }

    @Test
    void aLinkLeftBetweenLinkAndRenameIsTheGeneration() throws IOException {
        Revision first = save(Revision.ABSENT, "first");
        Files.createLink(generation(first), directory.resolve("doc.json"));
        assertThat(storage.history(BLOB)).isEmpty();
        save(first, "second");
        assertThat(text(storage.history(BLOB).get(0).revision())).isEqualTo("first");
    }

    @Test
    void aForeignFileInAGenerationsPlaceGivesWay() throws IOException {
        Revision first = save(Revision.ABSENT, "first");
        Files.writeString(generation(first), "foreign");
        save(first, "second");
        assertThat(storage.history(BLOB)).hasSize(1);
        assertThat(text(first)).isEqualTo("first");
    }

    @Test
    void deletionSyncsTheEndOfTheHistoryBeforeTheEndOfTheBlob() {
        Revision revision = save(save(Revision.ABSENT, "first"), "second");
        disk.take();
        storage.delete(BLOB, revision);
        assertThat(disk.take())
                .containsSubsequence("unlink doc.json~N", "syncDirectory app", "unlink doc.json", "syncDirectory app");
    }

    @Test
    void quarantineIsSyncedBeforeThePlaceThatIsLeft() {
        Revision revision = save(Revision.ABSENT, "damaged");
        disk.take();
        storage.setAside(BLOB, revision);
        assertThat(disk.take())
                .containsSubsequence(
                        "makeDirectory quarantine",
                        "syncDirectory app",
                        "rename doc.json~N",
                        "syncDirectory quarantine",
                        "syncDirectory app");
    }

    @Test
    void aClockThatStandsStillOrGoesBackRepeatsNoRevision() {
        storage.close();
        Clock past = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        storage = FileStorage.builder(place.resolve("home")).clock(past).open();
        Revision first = save(Revision.ABSENT, "same");
        Revision second = save(first, "same");
        storage.delete(BLOB, second);
        Revision third = save(Revision.ABSENT, "same");
        assertThat(third).isNotIn(first, second);
        assertThat(first).isNotEqualTo(second);
        assertThat(storage.read(BLOB).orElseThrow().modified()).isBefore(Instant.parse("2001-01-01T00:00:01Z"));
    }

    @Test
    void aKillBetweenTheGenerationsAndTheFileIsTrimmedByTheNextProcess() throws IOException {
        Revision revision = Revision.ABSENT;
        for (int i = 0; i < 4; i++) {
            revision = save(revision, "content " + i);
        }
        Files.writeString(directory.resolve("doc.json~1"), "leaked by a kill");
        storage.close();
        storage = FileStorage.at(place.resolve("home"));
        save(revision, "next");
        assertThat(storage.history(BLOB)).hasSize(3);
        assertThat(directory.resolve("doc.json~1")).doesNotExist();
    }

    @Test
    void whatAnotherProcessPinnedGoesWithTheBlob() throws IOException {
        Revision revision = save(save(Revision.ABSENT, "first"), "second");
        Files.createLink(pinned(revision), directory.resolve("doc.json"));
        storage.delete(BLOB, revision);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatAnotherProcessPinnedIsForgottenWithTheHistory() throws IOException {
        Revision first = save(Revision.ABSENT, "first");
        save(first, "second");
        Files.move(generation(first), pinned(first));
        storage.forgetHistory(BLOB);
        assertThat(storage.history(BLOB)).isEmpty();
    }

    @Test
    void whatAnotherProcessPinnedIsPinnedAgainAndCanBeSetAside() throws IOException {
        Revision first = save(Revision.ABSENT, "first");
        save(first, "second");
        Files.move(generation(first), pinned(first));
        assertThat(storage.pin(BLOB, first)).isEqualTo(new Replacement.Replaced(first));
        assertThat(storage.setAside(BLOB, first)).isPresent();
        assertThat(storage.history(BLOB)).isEmpty();
    }

    @Test
    void whatAKillLeftOfASaveGoesWithTheBlob() throws IOException {
        Revision revision = save(Revision.ABSENT, "whole");
        Files.writeString(directory.resolve("doc.json~tmp"), "secret");
        Files.writeString(directory.resolve("doc.json~copy"), "secret");
        storage.delete(BLOB, revision);
        assertThat(directory).isEmptyDirectory();
        Files.writeString(directory.resolve("doc.json~tmp"), "secret");
        storage.delete(BLOB, Revision.ABSENT);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aNumberBeyondAllTimeIsNoGeneration() throws IOException {
        Revision revision = save(Revision.ABSENT, "first");
        Files.writeString(directory.resolve("doc.json~9999999999999999999"), "foreign");
        storage.close();
        storage = FileStorage.at(place.resolve("home"));
        save(revision, "second");
        assertThat(storage.history(BLOB)).hasSize(1);
    }

    @Test
    void aRevisionThatNoFileHasIsNotThere() {
        save(Revision.ABSENT, "first");
        Revision foreign = new Revision("1-1-11111111111111111111-1");
        assertThat(storage.read(BLOB, foreign)).isEmpty();
        assertThat(storage.pin(BLOB, foreign)).isEqualTo(new Replacement.Conflict());
    }

    @Test
    void theWayToANewHomeIsDurableBeforeItsLockFileSaysSo() {
        storage.close();
        disk.take();
        storage = FileStorage.builder(place.resolve("new/home")).disk(disk).open();
        assertThat(disk.take())
                .containsSubsequence("syncDirectory new", "syncDirectory " + place.getFileName(), "openLocks lock")
                .containsSubsequence("openLocks lock", "syncDirectory home");
    }

    private Path pinned(Revision revision) {
        return directory.resolve(generation(revision).getFileName() + "~pin");
    }

    private Path generation(Revision revision) {
        return directory.resolve("doc.json~" + Identity.number(revision).orElseThrow());
    }

    private Revision save(Revision expected, String text) {
        Replacement replacement = storage.replace(BLOB, expected, bytes(text), Durability.DURABLE);
        return ((Replacement.Replaced) replacement).revision();
    }

    private String text(Revision revision) {
        byte[] bytes = storage.read(BLOB, revision).orElseThrow().bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
