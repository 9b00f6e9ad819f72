// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Databases of each layout that was ever released, frozen as files, open. {@link #main} made them. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LayoutTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final MapTable MEMBERS = MapTable.of("members");
    private static final BlobName BLOB = Scope.of("accounts", "frozen").blob("settings.json");

    @TempDir
    private Path place;

    @Test
    void aStoreOfTheFirstLayoutOpensWithItsKey() throws IOException {
        assertRecords(thaw("layout-1/records.db", "records.db"), TestKeys.FIRST);
    }

    @Test
    void aStoreOfTheFirstLayoutOpensWithItsPassphrase() throws IOException {
        assertRecords(thaw("layout-1/passphrase.db", "records.db"), TestKeys.passphrase("a frozen passphrase"));
    }

    private static void assertRecords(Path directory, StoreKey key) {
        try (RecordStore store = RecordStore.open(directory, key)) {
            assertThat(store.opens()).isEqualTo(2);
            store.read(tx -> {
                assertThat(text(tx.get(ROOMS, "!a:example.org").orElseThrow())).isEqualTo("room a");
                assertThat(tx.getGroup(ROOMS, "space")).containsOnlyKeys("!b:example.org");
                Map<String, byte[]> members = tx.getAll(MEMBERS, "!a:example.org");
                assertThat(members).containsOnlyKeys("", "@alice:example.org");
                return assertThat(text(requireNonNull(members.get("")))).isEqualTo("nobody");
            });
            assertThat(store.check()).isEmpty();
            store.write(tx -> tx.put(ROOMS, "!c:example.org", new byte[0]));
        }
    }

    @Test
    void aStorageOfTheFirstLayoutOpens() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(thaw("layout-1/blobs.db", "blobs.db"))) {
            Revision current = storage.revision(BLOB);
            assertThat(current).isEqualTo(new Revision("3"));
            assertThat(text(storage.read(BLOB).orElseThrow().bytes())).isEqualTo("third");
            assertThat(storage.history(BLOB)).extracting(Generation::pinned).containsExactly(false, true);
            assertThat(storage.replace(BLOB, current, new byte[1], Durability.DURABLE))
                    .isEqualTo(new Replaced(new Revision("4")));
        }
    }

    private Path thaw(String frozen, String name) throws IOException {
        Path directory = Files.createDirectory(
                place.resolve("thawed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (InputStream in = requireNonNull(LayoutTest.class.getResourceAsStream(frozen))) {
            Files.copy(in, directory.resolve(name));
        }
        return directory;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** Argument: an empty directory. */
    public static void main(String[] args) {
        Path to = Path.of(args[0]);
        fill(to.resolve("records"), TestKeys.FIRST);
        fill(to.resolve("passphrase"), TestKeys.passphrase("a frozen passphrase"));
        try (SqliteStorage storage = SqliteStorage.at(to.resolve("blobs"))) {
            storage.create(BLOB.scope());
            Revision revision = Revision.ABSENT;
            for (String text : new String[] {"first", "second", "third"}) {
                revision = ((Replaced) storage.replace(BLOB, revision, text.getBytes(UTF_8), Durability.DURABLE))
                        .revision();
                if (text.equals("first")) {
                    storage.pin(BLOB, revision);
                }
            }
        }
    }

    private static void fill(Path directory, StoreKey key) {
        try (RecordStore store = RecordStore.open(directory, key)) {
            store.write(tx -> {
                tx.put(ROOMS, "!a:example.org", "room a".getBytes(UTF_8));
                tx.put(ROOMS, "!b:example.org", "room b".getBytes(UTF_8), "space");
                tx.put(MEMBERS, "!a:example.org", "@alice:example.org", "joined".getBytes(UTF_8));
                tx.put(MEMBERS, "!a:example.org", "", "nobody".getBytes(UTF_8));
            });
        }
    }
}
