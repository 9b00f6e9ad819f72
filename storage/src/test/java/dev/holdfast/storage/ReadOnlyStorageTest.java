// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Replacement.Replaced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home that somebody only looks at. */
final class ReadOnlyStorageTest {

    private static final Scope APP = Scope.of("app");
    private static final BlobName NAME = APP.blob("notes.json");

    @TempDir
    Path temp;

    private Path root;
    private Revision first;
    private Revision second;

    @BeforeEach
    void fill() {
        root = temp.resolve("home");
        try (FileStorage storage = FileStorage.at(root)) {
            storage.create(APP);
            first = put(storage, Revision.ABSENT, "one");
            second = put(storage, first, "two");
            storage.pin(NAME, first);
        }
    }

    private static Revision put(Storage storage, Revision expected, String text) {
        return ((Replaced) storage.replace(NAME, expected, text.getBytes(StandardCharsets.UTF_8), Durability.DURABLE))
                .revision();
    }

    /** Each file's and directory's name, time, mode and bytes. */
    private static Map<String, String> picture(Path directory) throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String bytes = Files.isRegularFile(path) ? HexFormat.of().formatHex(Files.readAllBytes(path)) : "";
                picture.put(
                        path.toString(),
                        Files.getLastModifiedTime(path) + " " + Files.getPosixFilePermissions(path) + " " + bytes);
            }
        }
        return picture;
    }

    private static String text(Stored stored) {
        return new String(stored.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everythingIsReadAsTheHomeItselfReadsIt() {
        try (Storage storage = FileStorage.readOnly(root)) {
            assertThat(storage.read(NAME)).map(ReadOnlyStorageTest::text).hasValue("two");
            assertThat(storage.revision(NAME)).isEqualTo(second);
            assertThat(storage.history(NAME)).singleElement().satisfies(old -> {
                assertThat(old.revision()).isEqualTo(first);
                assertThat(old.pinned()).isTrue();
            });
            assertThat(storage.read(NAME, first)).map(ReadOnlyStorageTest::text).hasValue("one");
            assertThat(storage.list(APP)).containsExactly(NAME);
            assertThat(storage.scopes(Scope.HOME)).containsExactly(APP);
            assertThat(storage.exists(APP)).isTrue();
            assertThat(storage.location(NAME))
                    .isEqualTo(root.resolve("app/notes.json").toString());
        }
    }

    @Test
    void nothingIsMadeOrTouchedNotEvenTheLock() throws IOException {
        Files.delete(root.resolve("lock"));
        Map<String, String> before = picture(temp);

        try (Storage storage = FileStorage.readOnly(root)) {
            storage.read(NAME);
            storage.history(NAME);
            storage.list(APP);
        }

        assertThat(picture(temp)).isEqualTo(before);
    }

    @Test
    void aHomeThatCannotBeWrittenIsRead() throws IOException {
        for (Path path : List.of(root.resolve("app"), root)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        try (Storage storage = FileStorage.readOnly(root)) {
            assertThat(storage.read(NAME)).isPresent();
        } finally {
            for (Path path : List.of(root, root.resolve("app"))) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    @Test
    void whoHasTheHomeOpenGoesOnWritingAndIsSeen() {
        try (FileStorage open = FileStorage.at(root)) {
            try (Storage storage = FileStorage.readOnly(root)) {
                put(open, second, "three");
                assertThat(storage.read(NAME)).map(ReadOnlyStorageTest::text).hasValue("three");
            }
            assertThatThrownBy(() -> FileStorage.at(root)).hasMessageContaining("HF-0110");
            assertThat(open.read(NAME)).isPresent();
        }
    }

    @Test
    void whereThereIsNothingNothingIsReadOrMade() {
        Path nowhere = temp.resolve("nowhere");
        try (Storage storage = FileStorage.readOnly(nowhere)) {
            assertThat(storage.read(NAME)).isEmpty();
            assertThat(storage.scopes(Scope.HOME)).isEmpty();
            assertThat(storage.exists(APP)).isFalse();
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThatThrownBy(() -> FileStorage.readOnly(link))
                .isInstanceOf(UnsafePlaceException.class)
                .hasMessageContaining("HF-0111");
    }

    @Test
    void everyChangeIsRefusedAndMakesNone() throws IOException {
        Map<String, String> before = picture(temp);
        try (Storage storage = FileStorage.readOnly(root)) {
            byte[] bytes = {1};
            List<ThrowingCallable> changes = List.of(
                    () -> storage.replace(NAME, second, bytes, Durability.DURABLE),
                    () -> storage.confirm(NAME, second),
                    () -> storage.delete(NAME, second),
                    () -> storage.pin(NAME, first),
                    () -> storage.forgetHistory(NAME),
                    () -> storage.setAside(NAME, second),
                    () -> storage.purge(APP),
                    () -> storage.create(Scope.of("other")),
                    () -> storage.lease(APP, "run", LeaseMode.SHARED, Duration.ZERO));
            assertThat(changes)
                    .allSatisfy(change -> assertThatThrownBy(change)
                            .isInstanceOf(HoldfastException.class)
                            .hasMessageContaining("HF-0104"));
            storage.create(APP);
        }
        assertThat(picture(temp)).isEqualTo(before);
    }
}
