// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents on a real disk. */
final class FileDocumentsTest {

    @TempDir
    Path temp;

    private FileStorage storage;

    @BeforeEach
    void open() {
        storage = FileStorage.at(temp.resolve("home"));
        storage.create(Bench.APP);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Document<AppState> document() {
        return Documents.over(storage, Bench.APP, Bench.NoCodecs.NONE, Clock.systemUTC())
                .document(AppState.V2);
    }

    private Path file() {
        return temp.resolve("home/app/app_state.json");
    }

    /** As an editor would, an hour from now. */
    private void edit(String text) throws IOException {
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    }

    @Test
    void theSeedsFileIsMigratedAndItsBytesAreKept() throws IOException {
        String seed = "{\"version\":1,\"data\":{\"old_field_name\":7}}";
        edit(seed);

        assertThat(document().load().value()).isEqualTo(new AppState(List.of(), 7));

        assertThat(Files.readString(file())).contains("\"version\": 2", "\"new_field_name\": 7");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files.filter(path -> path.toString().contains("~pin")))
                    .singleElement()
                    .satisfies(pinned -> assertThat(pinned).hasContent(seed));
        }
    }

    @Test
    void aNewerFileStaysByteForByte() throws IOException {
        edit("{\"version\":99,\"data\":[]}");
        Document<AppState> document = document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThatThrownBy(() -> document.set(AppState.EMPTY)).isInstanceOf(FencedException.class);

        assertThat(file()).hasContent("{\"version\":99,\"data\":[]}");
    }

    @Test
    void aHandEditIsSeenAndADamagedFileRecovered() throws IOException {
        document().set(AppState.of(1));
        document().set(AppState.of(2));
        edit(Files.readString(file()).replace("\"new_field_name\": 2", "\"new_field_name\": 3"));
        Document<AppState> document = document();
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.EDITED);
        document.update(state -> state.plus(1));

        edit(Files.readString(file()).substring(0, 150));

        Loaded<AppState> loaded = document.load();
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(Path.of(loaded.quarantined().get(0))).exists();
    }
}
