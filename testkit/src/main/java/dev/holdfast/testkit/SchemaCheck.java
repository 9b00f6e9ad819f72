// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import dev.holdfast.testkit.FixtureFolder.Fixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One look at a schema and its folder: what is wrong, and what is not written yet. */
final class SchemaCheck<T> {

    private final Schema<T> schema;
    private final FixtureFolder folder;
    private final FixtureHome<T> home;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, byte[]> missing = new LinkedHashMap<>();

    SchemaCheck(Schema<T> schema, FixtureFolder folder, FixtureHome<T> home) {
        this.schema = schema;
        this.folder = folder;
        this.home = home;
    }

    void run(List<T> samples) {
        schema.validate();
        checkType();
        checkVersions();
        store(FixtureFolder.fixture(schema.version(), 0), schema.initial());
        for (int number = 1; number <= samples.size(); number++) {
            store(FixtureFolder.fixture(schema.version(), number), samples.get(number - 1));
        }
        for (Fixture fixture : folder.fixtures()) {
            checkLoad(fixture, folder.read(fixture.file()).orElseThrow());
        }
    }

    private void checkType() {
        String file = "v" + schema.version() + ".schema.txt";
        List<String> now = TypeShape.of(schema.type());
        Optional<byte[]> recorded = folder.read(file);
        if (recorded.isEmpty()) {
            missing.put(file, (String.join("\n", now) + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            compareTypes(
                    new String(recorded.get(), StandardCharsets.UTF_8).lines().toList(), now);
        }
    }

    private void compareTypes(List<String> before, List<String> now) {
        Set<String> changes = new TreeSet<>();
        before.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add(line + "   <- was"));
        now.stream().filter(line -> !before.contains(line)).forEach(line -> changes.add(line + "   <- is"));
        if (!changes.isEmpty()) {
            int version = schema.version();
            wrong.add("""
                    The type changed, and version %d did not:
                        %s
                      Give the schema version %d and a step from %d: .version(%d).migrate(%d, data -> ...).
                      Or, if no app ever stored version %d, delete the files v%d* and run this again.""".formatted(
                            version,
                            String.join("\n    ", changes),
                            version + 1,
                            version,
                            version + 1,
                            version,
                            version,
                            version));
        }
    }

    private void checkVersions() {
        List<Fixture> fixtures = folder.fixtures();
        for (int version = 1; version < schema.version(); version++) {
            int each = version;
            if (fixtures.stream().noneMatch(fixture -> fixture.version() == each)) {
                wrong.add("There is no fixture of version " + version
                        + ". Put a file here that this version stored, as v" + version + ".json.");
            }
        }
    }

    private void store(Fixture fixture, T value) {
        if (folder.read(fixture.file()).isEmpty()) {
            byte[] stored = home.stored(value);
            missing.put(fixture.file(), stored);
            checkLoad(fixture, stored);
        }
    }

    private void checkLoad(Fixture fixture, byte[] stored) {
        Optional<T> value = load(fixture.file(), stored);
        Optional<byte[]> recorded = folder.read(fixture.loaded());
        if (value.isPresent() && recorded.isPresent()) {
            compare(fixture, value.get(), recorded.get());
        } else if (value.isPresent()) {
            missing.put(fixture.loaded(), home.stored(value.get()));
        }
    }

    /** What a file gives; empty if anything is wrong with it, as one more line says. */
    private Optional<T> load(String file, byte[] stored) {
        Loaded<T> loaded = home.load(stored);
        loaded.problem()
                .ifPresent(problem -> wrong.add(
                        file + " does not load: " + loaded.outcome() + ", " + problem.code() + " " + problem.what()));
        return loaded.problem().isPresent() ? Optional.empty() : Optional.of(loaded.value());
    }

    /**
     * What an earlier version made of a fixture is a stored document, too: both must come to the same. What this version
     * made of it must be what it would store now.
     */
    private void compare(Fixture fixture, T value, byte[] recorded) {
        Optional<T> before = load(fixture.loaded(), recorded);
        if (before.isEmpty()) {
            return;
        }
        byte[] stored = home.stored(value);
        JsonObject then = envelope(recorded);
        boolean isOfThisVersion = then.integer("version") == schema.version();
        JsonValue expected = data(isOfThisVersion ? then : envelope(home.stored(before.get())));
        if (!Alike.are(expected, data(envelope(stored)), before.get().equals(value))) {
            wrong.add("""
                    %s does not give what it gave to version %d:
                        %s
                      Mend the migrations, the codec or the initial value. If it is meant, delete %s and run this again.""".formatted(
                            fixture.file(),
                            then.integer("version"),
                            String.join("\n    ", Alike.differences(expected, data(envelope(stored)))),
                            fixture.loaded()));
        } else if (!isOfThisVersion) {
            missing.put(fixture.loaded(), stored);
        }
    }

    private static JsonObject envelope(byte[] stored) {
        return (JsonObject) JsonValue.parse(stored);
    }

    private static JsonValue data(JsonObject envelope) {
        return envelope.get("data").orElseThrow();
    }

    /** @throws AssertionError if anything is wrong, or missing, which is then written if it may be */
    void report(boolean writable) {
        if (!wrong.isEmpty()) {
            throw failure(String.join("\n- ", wrong));
        }
        if (!missing.isEmpty() && writable) {
            missing.forEach(folder::write);
            throw failure("Written: " + String.join(", ", missing.keySet())
                    + ". Look at what is in there, commit it, and run this again.");
        }
        if (!missing.isEmpty()) {
            throw failure("Missing, or not of this version: " + String.join(", ", missing.keySet())
                    + ". Run this on a developer's machine, where it writes them, and commit them.");
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(schema + " in " + folder + "\n- " + what);
    }
}
