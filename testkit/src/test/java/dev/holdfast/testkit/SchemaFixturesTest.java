// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas of an app as it changes from release to release, each checked in the folder of the one before. */
class SchemaFixturesTest {

    @TempDir
    private Path directory;

    /** Release 1. */
    record One(String theme) {
        static final Schema<One> SCHEMA = schema("light");

        static Schema<One> schema(String initial) {
            return Schema.of("settings", One.class, new One(initial))
                    .withCodec(Codec.ofTree(
                            value -> JsonObject.empty().with("theme", value.theme()),
                            data -> new One(data.string("theme"))));
        }
    }

    /** Release 2 renames and adds. */
    record Two(String color, int size) {
        static final Schema<Two> UNVERSIONED = Schema.of("settings", Two.class, new Two("light", 10))
                .withCodec(Codec.ofTree(
                        value -> JsonObject.empty().with("color", value.color()).with("size", value.size()),
                        data -> new Two(data.string("color"), (int) data.integer("size"))));
        static final Schema<Two> SCHEMA = UNVERSIONED
                .version(2)
                .migrate(1, data -> data.rename("theme", "color").add("size", 10));
    }

    /** Release 3 makes a list of it. */
    record Three(Set<String> colors) {
        static Schema<Three> migrating(dev.holdfast.state.Migration first) {
            return Schema.of("settings", Three.class, new Three(Set.of("light")))
                    .version(3)
                    .migrate(1, first)
                    .migrate(
                            2,
                            data -> data.with("colors", List.of(data.string("color")))
                                    .remove("color")
                                    .remove("size"))
                    .withCodec(Codec.ofTree(
                            value -> JsonObject.empty().with("colors", value.colors()),
                            data -> new Three(data.array("colors").stream()
                                    .map(color -> ((JsonString) color).text())
                                    .collect(Collectors.toUnmodifiableSet()))));
        }

        static final Schema<Three> SCHEMA =
                migrating(data -> data.rename("theme", "color").add("size", 10));
    }

    private SchemaFixtures fixtures() {
        return SchemaFixtures.in(directory).writable();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private <T> String failure(Schema<T> schema, T... samples) {
        try {
            fixtures().check(schema, samples);
        } catch (AssertionError e) {
            return e.toString();
        }
        throw new IllegalStateException("The check passed");
    }

    /** Everything in the folder of the schema, by name. */
    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory.resolve("settings"))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private Path file(String name) {
        return directory.resolve("settings").resolve(name);
    }

    @Test
    void theFirstRunWritesAndFailsAndTheNextPasses() throws IOException {
        assertThat(failure(One.SCHEMA, new One("dark"))).contains("Written", "v1.json", "v1-1.json", "v1.schema.txt");
        assertThat(files())
                .containsOnlyKeys("v1.schema.txt", "v1.json", "v1.loaded.json", "v1-1.json", "v1-1.loaded.json")
                .containsEntry("v1.schema.txt", "data: record\ndata.theme: String\n")
                .hasEntrySatisfying("v1.json", stored -> assertThat(stored).contains("\"theme\": \"light\""))
                .hasEntrySatisfying("v1-1.json", stored -> assertThat(stored).contains("\"theme\": \"dark\""));
        Map<String, String> written = files();

        fixtures().check(One.SCHEMA, new One("dark"));
        fixtures().readOnly().check(One.SCHEMA);

        assertThat(files()).isEqualTo(written);
    }

    @Test
    void nothingIsWrittenReadOnly() {
        assertThatThrownBy(() -> fixtures().readOnly().check(One.SCHEMA))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Missing")
                .hasMessageContaining("v1.json");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aTypeThatChangedWithoutAVersionIsNamedByItsComponents() throws IOException {
        failure(One.SCHEMA);
        Map<String, String> before = files();

        for (int run = 0; run < 2; run++) {
            assertThat(failure(Two.UNVERSIONED))
                    .contains(
                            "version 1 did not",
                            "data.theme: String   <- was",
                            "data.color: String   <- is",
                            ".version(2).migrate(1, data -> ...)",
                            "v1.json does not load: LOADED, HF-0228 the type does not know field theme");
        }

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aNewVersionIsWrittenAndItsOldFixturesAreCheckedFromThenOn() throws IOException {
        failure(One.SCHEMA);
        assertThat(failure(Two.SCHEMA)).contains("v2.schema.txt, v2.json, v2.loaded.json, v1.loaded.json");
        fixtures().check(Two.SCHEMA);
        assertThat(files().get("v1.loaded.json")).contains("\"version\": 2", "\"color\": \"light\"", "\"size\": 10");

        assertThat(failure(Three.SCHEMA)).contains("Written", "v1.loaded.json", "v2.loaded.json", "v3.json");
        fixtures().check(Three.SCHEMA);
        assertThat(files().get("v1.json")).contains("\"version\": 1", "\"theme\": \"light\"");
    }

    @Test
    void aMigrationThatChangedIsNamedByWhatItGives() {
        failure(One.SCHEMA);
        failure(Two.SCHEMA);
        Schema<Two> changed = Two.UNVERSIONED
                .version(2)
                .migrate(1, data -> data.rename("theme", "color").add("size", 12));

        assertThat(failure(changed))
                .contains("v1.json does not give what it gave to version 2", "data.size: 10 -> 12", "v1.loaded.json");
    }

    @Test
    void aMigrationThatChangedTogetherWithTheVersionIsFound() throws IOException {
        failure(One.SCHEMA);
        failure(Two.SCHEMA);
        Map<String, String> before = files();

        assertThat(failure(Three.migrating(
                        data -> data.remove("theme").add("color", "none").add("size", 10))))
                .contains("v1.json does not give what it gave to version 2", "[\"light\"] -> [\"none\"]");

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aChangeThatIsMeantIsAcceptedByDeletingTheFileThatIsNamed() throws IOException {
        failure(One.SCHEMA);
        failure(Two.SCHEMA);
        Schema<Two> changed = Two.UNVERSIONED
                .version(2)
                .migrate(1, data -> data.rename("theme", "color").add("size", 12));
        Files.delete(file("v1.loaded.json"));

        assertThat(failure(changed)).contains("Written: v1.loaded.json.");
        fixtures().check(changed);
    }

    @Test
    void aVersionWithoutAFixtureIsAskedForAndOneFromADeviceIsTaken() throws IOException {
        assertThat(failure(Two.SCHEMA)).contains("no fixture of version 1", "v1.json");

        Files.createDirectories(directory.resolve("settings"));
        Files.writeString(file("v1-from-the-beta.json"), "{\"version\":1,\"data\":{\"theme\":\"old\"}}");
        assertThat(failure(Two.SCHEMA)).contains("Written", "v1-from-the-beta.loaded.json");
        fixtures().check(Two.SCHEMA);
        assertThat(files().get("v1-from-the-beta.loaded.json")).contains("\"color\": \"old\"");
    }

    @Test
    void aCodecThatWritesAnotherNameIsFoundAlthoughItReadsBoth() {
        failure(One.SCHEMA);
        Schema<One> renamed = One.SCHEMA.withCodec(Codec.ofTree(
                value -> JsonObject.empty().with("look", value.theme()),
                data -> new One(data.rename("theme", "look").string("look"))));

        assertThat(failure(renamed)).contains("v1.json");
    }

    @Test
    void anotherInitialValueIsNoChangeOfTheFormat() {
        failure(One.SCHEMA);

        fixtures().check(One.schema("dark"));
    }

    @Test
    void aSchemaThatWentBackIsRefused() {
        failure(One.SCHEMA);
        failure(Two.SCHEMA);

        assertThat(failure(One.SCHEMA)).contains("v2.json does not load: NEWER");
    }

    @Test
    void otherLineEndsAndTimesOfACheckoutDoNotCount() throws IOException {
        failure(One.SCHEMA);
        for (String name : files().keySet()) {
            Files.writeString(file(name), Files.readString(file(name)).replace("\n", "\r\n"));
            Files.setLastModifiedTime(file(name), FileTime.fromMillis(0));
        }

        fixtures().check(One.SCHEMA);
    }

    @Test
    void theOrderOfASetDoesNotCount() throws IOException {
        Schema<Three> third = Three.SCHEMA;
        failure(One.SCHEMA);
        failure(Two.SCHEMA);
        failure(third, new Three(Set.of("a", "b")));
        String stored = Files.readString(file("v3-1.loaded.json"));
        String turned = stored.indexOf("\"a\"") < stored.indexOf("\"b\"")
                ? stored.replace("\"a\"", "x").replace("\"b\"", "\"a\"").replace("x", "\"b\"")
                : stored.replace("\"b\"", "x").replace("\"a\"", "\"b\"").replace("x", "\"a\"");
        Files.writeString(file("v3-1.loaded.json"), turned);

        fixtures().check(third, new Three(Set.of("a", "b")));
    }

    @Test
    void aDamagedFixtureIsNamed() throws IOException {
        failure(One.SCHEMA);
        Files.writeString(file("v1.json"), "{\"version\": 1, \"da");

        assertThat(failure(One.SCHEMA)).contains("v1.json does not load: CORRUPT");
    }

    @Test
    void aSchemaWithoutAStepIsAnErrorOfTheSchema() {
        assertThatThrownBy(() -> fixtures().check(Two.UNVERSIONED.version(2)))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("HF-0230");
    }

    @Test
    void anyNameOfASchemaIsAFolder() throws IOException {
        Schema<One> odd = Schema.of("../a b", One.class, new One(""))
                .withCodec(Codec.ofTree(
                        value -> JsonObject.empty().with("theme", value.theme()),
                        data -> new One(data.string("theme"))));
        failure(odd);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactly("%2E.%2Fa%20b");
        }
        fixtures().check(odd);
    }
}
