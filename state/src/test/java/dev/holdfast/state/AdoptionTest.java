// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that become documents. */
final class AdoptionTest {

    private static final String BARE = "{ \"old_field_name\": 7 }\n";
    private static final String OTHER = "{\"old_field_name\":8}";

    @TempDir
    Path directory;

    private final Bench bench = new Bench();
    private Path file;
    private Path aside;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("state.json");
        aside = directory.resolve("state.json.adopted");
    }

    private Document<AppState> adopt(int assumedVersion) {
        return bench.process().adopt(AppState.V2, file, assumedVersion);
    }

    private Document<AppState> adopt() {
        return adopt(1);
    }

    private Document<AppState> elsewhere() {
        return Documents.over(bench.memory, Bench.APP, Bench.NoCodecs.NONE, bench.clock)
                .document(AppState.V2);
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an app does that writes well: another file takes the place. */
    private void replace(String text) {
        try {
            Path temporary = Files.writeString(directory.resolve("temporary"), text);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String code, int assumedVersion) {
        HoldfastException refused = catchThrowableOfType(HoldfastException.class, () -> adopt(assumedVersion));
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    }

    /** And nothing was touched. */
    private void assertRefused(String code, String stored) throws IOException {
        write(stored);
        assertRefused(code, 1);
        assertThat(names()).containsExactly("state.json");
        assertThat(file).hasContent(stored);
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(Revision.ABSENT);
    }

    @Test
    void aFileOfANewerVersionIsLeftToThatVersionEvenIfThisOneCouldReadIt() throws IOException {
        assertRefused("HF-0268", "{\"version\":99,\"data\":{}}");
        assertRefused(
                "HF-0268",
                "{\"version\":3,\"oldest_reader\":2,\"data\":{\"new_field\":[],\"new_field_name\":1,\"more\":1}}");
    }

    @Test
    void withoutAFileItIsTheDocument() throws IOException {
        assertThat(adopt().load().outcome()).isEqualTo(LoadOutcome.MISSING);

        assertThat(bench.storage.takeCalls()).doesNotContain("replace");
        assertThat(names()).isEmpty();
    }

    @Test
    void bareDataOfAnOldVersionAreMigratedStoredAndSetAside() throws IOException {
        write(BARE);

        assertThat(adopt().get()).isEqualTo(AppState.of(7));

        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(bench.document().get()).isEqualTo(AppState.of(7));
        assertThat(names()).containsExactly("state.json.adopted");
        assertThat(Files.readString(aside)).isEqualTo(BARE);
    }

    @Test
    void bareDataOfTheCurrentVersionAreStored() {
        write("\uFEFF {\"new_field\":[\"a\"],\"new_field_name\":9} ");

        assertThat(adopt(2).get()).isEqualTo(new AppState(List.of("a"), 9));
        assertThat(aside).exists();
    }

    @Test
    void theSeedsEnvelopeTellsItsVersionWhateverIsAssumed() {
        write("{\"version\":1,\"data\":{\"old_field_name\":7}}");

        assertThat(adopt(2).get()).isEqualTo(AppState.of(7));
    }

    @Test
    void ourOwnEnvelopeIsTaken() throws IOException {
        bench.document().set(AppState.of(5));
        Files.write(file, bench.bytes());
        bench.document().delete();

        assertThat(adopt(1).get()).isEqualTo(AppState.of(5));
    }

    @Test
    void dataThatHaveFieldsOfAnEnvelopeAndOthersAreBare() {
        write("{\"version\":1,\"data\":{},\"old_field_name\":7}");
        Schema<AppState> tolerant = Schema.of("app_state", AppState.class, AppState.EMPTY)
                .version(2)
                .migrate(1, data -> data.remove("version").remove("data").rename("old_field_name", "new_field_name"))
                .withCodec(AppState.CODEC);

        assertThat(bench.process().adopt(tolerant, file, 1).get()).isEqualTo(AppState.of(7));
    }

    @Test
    void aComponentThatTheFileLacksIsTheInitialValues() {
        write("{\"new_field_name\":3}");

        Schema<AppState> twice = AppState.V2.withCodec(new Codec<>() {
            @Override
            public byte[] encode(AppState value, Layout layout) {
                return AppState.CODEC.encode(value, layout);
            }

            @Override
            public AppState decode(byte[] bytes, int offset, int length, Mode mode) {
                JsonObject data = (JsonObject) JsonReader.parse(new Slice(bytes, offset, length));
                if (data.get("new_field").isEmpty()) {
                    throw new CodecException(CodecException.Kind.MISSING, List.of("new_field"), "it is not there");
                }
                return AppState.CODEC.decode(bytes, offset, length, mode);
            }
        });
        assertThat(bench.process().adopt(twice, file, 2).get()).isEqualTo(AppState.of(3));
    }

    @Test
    void aSecondAdoptionFindsItDone() throws IOException {
        write(BARE);
        adopt().update(state -> state.plus(1));
        bench.storage.takeCalls();

        assertThat(adopt().get()).isEqualTo(AppState.of(8));

        assertThat(bench.storage.takeCalls()).doesNotContain("replace", "pin");
        assertThat(names()).containsExactly("state.json.adopted");
    }

    @Test
    void aDocumentInUseShowsWhatWasTakenOver() {
        Documents process = bench.process();
        Document<AppState> document = process.document(AppState.V2);
        assertThat(document.get()).isEqualTo(AppState.EMPTY);
        write(BARE);

        assertThat(process.adopt(AppState.V2, file, 1)).isSameAs(document);
        assertThat(document.get()).isEqualTo(AppState.of(7));
    }

    @Test
    void noFileIsEverReplacedWhenTheOldOneIsSetAside() throws IOException {
        Files.writeString(aside, "another file");
        write(BARE);
        adopt();

        assertThat(aside).hasContent("another file");
        assertThat(Files.readString(directory.resolve("state.json.adopted-2"))).isEqualTo(BARE);
    }

    @Test
    void theEmptyFileThatAKillLeftIsUsedAgain() throws IOException {
        Files.createFile(aside);
        write(BARE);
        adopt();

        assertThat(names()).containsExactly("state.json.adopted");
        assertThat(Files.readString(aside)).isEqualTo(BARE);
    }

    @Test
    void aFailedStoreLeavesTheFileAndTheNextStartTakesItOver() throws IOException {
        write(BARE);
        bench.storage.before("replace", FlakyStorage::fail);
        assertThatThrownBy(this::adopt).isInstanceOf(StorageException.class);
        assertThat(names()).containsExactly("state.json");

        assertThat(adopt().get()).isEqualTo(AppState.of(7));
        assertThat(names()).containsExactly("state.json.adopted");
    }

    @Test
    void aStoreOfUnknownEndIsFoundByTheNextStart() throws IOException {
        write(BARE);
        bench.storage.after("replace", FlakyStorage::fail);
        assertThatThrownBy(this::adopt).isInstanceOf(StorageException.class);
        assertThat(names()).containsExactly("state.json");

        assertThat(adopt().get()).isEqualTo(AppState.of(7));
        assertThat(names()).containsExactly("state.json.adopted");
    }

    @Test
    void aFileThatCouldNotBeSetAsideIsKnownAgainHoweverOftenTheDocumentWasSaved() throws IOException {
        write(BARE);
        adopt();
        Files.move(aside, file);
        for (int save = 0; save < 20; save++) {
            bench.document().update(state -> state.plus(1));
        }

        assertThat(adopt().get()).isEqualTo(AppState.of(27));
        assertThat(names()).containsExactly("state.json.adopted");
    }

    @Test
    void aDocumentOfOtherContentIsKeptAndSoIsTheFile() throws IOException {
        bench.document().set(AppState.of(1));
        Revision before = bench.memory.revision(Bench.NAME);
        write(BARE);

        assertRefused("HF-0269", 1);

        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(before);
        assertThat(names()).containsExactly("state.json");
        bench.document().delete();
        assertThat(adopt().get()).isEqualTo(AppState.of(7));
    }

    @Test
    void aDocumentThatAnotherProcessStoresMeanwhileIsKept() throws IOException {
        write(BARE);
        bench.storage.before("replace", () -> elsewhere().set(AppState.of(1)));

        assertRefused("HF-0269", 1);

        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
        assertThat(names()).containsExactly("state.json");
    }

    @Test
    void whatIsWrittenWhileTheFileIsTakenOverIsTakenOverToo() throws IOException {
        write(BARE);
        bench.storage.after("replace", () -> replace(OTHER));

        assertThat(adopt().get()).isEqualTo(AppState.of(8));

        assertThat(aside).hasContent(OTHER);
        assertThat(names()).containsExactly("state.json.adopted");
    }

    @Test
    void aFileThatIsDamagedWhileItIsTakenOverStays() throws IOException {
        write(BARE);
        bench.storage.after("pin", () -> write("{\"old"));

        assertRefused("HF-0268", 1);

        assertThat(file).hasContent("{\"old");
        assertThat(bench.document().get()).isEqualTo(AppState.of(7));
    }

    @Test
    void aFileThatNeverStandsStillIsGivenUpWithNothingLost() throws IOException {
        write(BARE);
        int[] written = {7};
        bench.storage.always("pin", () -> write("{\"old_field_name\":" + ++written[0] + "}"));

        assertRefused("HF-0270", 1);

        assertThat(names()).containsExactly("state.json");
        assertThat(bench.document().get()).isEqualTo(AppState.of(written[0] - 1));
    }

    @Test
    void aFenceStandsAndTheFileStays() throws IOException {
        bench.put("{\"version\":99,\"data\":{}}");
        write(BARE);

        assertThatThrownBy(this::adopt).isInstanceOf(FencedException.class);

        assertThat(names()).containsExactly("state.json");
        assertThat(bench.text()).isEqualTo("{\"version\":99,\"data\":{}}");
    }

    @Test
    void aKeyThatIsNotToBeHadLeavesTheFile() throws IOException {
        write(BARE);
        bench.storage.before("read", FlakyStorage.unreadable(Reason.KEY_UNAVAILABLE, Revision.ABSENT));

        assertThatThrownBy(this::adopt).isInstanceOf(FencedException.class);

        assertThat(names()).containsExactly("state.json");
    }

    @Test
    void theFileTakesThePlaceOfADocumentThatIsDamagedBeyondRecovery() throws IOException {
        bench.put("{\"version\":2,\"da");
        write(BARE);

        assertThat(adopt().get()).isEqualTo(AppState.of(7));
        assertThat(bench.memory.quarantine(Bench.NAME)).hasSize(1);
        assertThat(aside).exists();
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingTouched() throws IOException {
        assertRefused("HF-0268", "{\"old_field_name\":7");
        assertRefused("HF-0268", "");
        assertRefused("HF-0268", "{\"old_field_name\":7,\"old_field_name\":8}");
        assertRefused("HF-0268", "[1]");
        assertRefused("HF-0268", "{\"old_field_name\":\"seven\"}");
        assertRefused("HF-0268", "{\"version\":99,\"data\":{\"old_field_name\":7}}");
        assertRefused("HF-0268", "{\"version\":0,\"data\":{\"old_field_name\":7}}");
    }

    @Test
    void aDamagedEnvelopeOfOursIsRefused() throws IOException {
        bench.document().set(AppState.of(5));
        String damaged = bench.text().replace("\"new_field_name\": 5", "\"new_field_name\": 6");
        bench.document().delete();
        write(damaged);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(bench.clock.instant()));

        assertRefused("HF-0268", 2);
        assertThat(file).hasContent(damaged);
    }

    @Test
    void aVersionThatThereIsNotIsRefused() {
        assertRefused("HF-0265", 0);
        assertRefused("HF-0265", 3);
    }

    @Test
    void whatIsNoPlainFileOfItsOwnIsRefused() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), BARE);
        Files.createSymbolicLink(file, other);
        assertRefused("HF-0266", 1);
        Files.delete(file);
        Files.createLink(file, other);
        assertRefused("HF-0266", 1);
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused("HF-0266", 1);
        assertThat(other).hasContent(BARE);
        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(Revision.ABSENT);
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertRefused("HF-0266", 1);
    }

    @Test
    void aPlaceThatCannotBeLookedAtIsAnErrorAndNotAMissingFile() throws IOException {
        Path loop = directory.resolve("loop");
        file = Files.createSymbolicLink(loop, loop).resolve("state.json");

        assertRefused("HF-0267", 1);
    }

    @Test
    void aFileBeyondTheLimitIsNotEvenRead() throws IOException {
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }

        assertRefused("HF-0268", 1);
    }

    @Test
    void theDocumentsOwnFileIsNotSetAside() {
        try (FileStorage storage = FileStorage.at(directory.resolve("home"))) {
            storage.create(Bench.APP);
            Documents documents = Documents.over(storage, Bench.APP, Bench.NoCodecs.NONE, Clock.systemUTC());
            documents.document(AppState.V2).set(AppState.of(4));
            file = directory.resolve("home/app/app_state.json");

            assertThatThrownBy(() -> documents.adopt(AppState.V2, file, 2))
                    .isInstanceOf(HoldfastException.class)
                    .hasMessageContaining("HF-0266");
            assertThat(documents.document(AppState.V2).load().value()).isEqualTo(AppState.of(4));
            assertThat(file).exists();
        }
    }

    @Test
    void anAdoptionThatAnotherOneKeepsOutTouchesNothing() throws IOException {
        write(BARE);
        Storage taken = new ForwardingStorage(bench.memory) {
            @Override
            public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
                return Optional.empty();
            }
        };
        Documents process = Documents.over(taken, Bench.APP, Bench.NoCodecs.NONE, bench.clock);

        assertThatThrownBy(() -> process.adopt(AppState.V2, file, 1))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("HF-0274");

        assertThat(names()).containsExactly("state.json");
        assertThat(adopt().get()).isEqualTo(AppState.of(7));
    }

    @Test
    void aCodecThatDoesNotGiveBackWhatItWroteKeepsTheFileInItsPlace() throws IOException {
        write(BARE);
        int[] decoded = {0};
        Schema<AppState> forgetful = AppState.V2.withCodec(Codec.ofTree(
                state -> JsonObject.empty().with("new_field_name", state.newFieldName()),
                data -> AppState.of(data.get("old").isPresent() ? 0 : data.integer("new_field_name") + decoded[0]++)));

        assertThatThrownBy(() -> bench.process().adopt(forgetful, file, 1)).hasMessageContaining("HF-0273");

        assertThat(names()).containsExactly("state.json");
        assertThat(Files.readString(file)).isEqualTo(BARE);
    }

    @Test
    void anInterruptLosesNothingAndIsKept() {
        write(BARE);
        Thread.currentThread().interrupt();

        Document<AppState> document = adopt();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(document.get()).isEqualTo(AppState.of(7));
        assertThat(aside).exists();
    }

    @Test
    void aFileThatCannotBeSetAsideIsTakenOverAndSaidSoAndKnownAgain() throws IOException {
        String longest = "n".repeat(255);
        file = directory.resolve(longest);
        write(BARE);
        try (RecordedLog said = new RecordedLog()) {
            assertThat(adopt().get()).isEqualTo(AppState.of(7));
            assertThat(adopt().get()).isEqualTo(AppState.of(7));

            assertThat(said.lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("WARNING HF-0271") && line.contains("FileSystemException"));
        }
        assertThat(names()).containsExactly(longest);
        assertThat(file).hasContent(BARE);
    }
}
