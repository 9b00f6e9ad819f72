// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fails the build of an app whose schema has drifted: whose type changed and whose version did not, or to which what an
 * earlier version stored means something else than it did. One line in a test, for each schema:
 *
 * <pre>{@code
 * @Test void whatWasStoredStillLoads() {
 *     SchemaFixtures.in(Path.of("src/test/resources/schemas")).check(STATE);
 * }
 * }</pre>
 *
 * <p>A folder named after the schema keeps, of each version, {@code v2.schema.txt}: the shape of the type, a line a
 * component; {@code v2.json}: the initial value as that version stored it, and {@code v2-1.json} and so on for the samples;
 * and beside each {@code v2.loaded.json}: what the newest version makes of it. Files of one's own are welcome, such as
 * {@code v1-from-the-beta.json}, which a user's device stored.
 *
 * <p>What is not there yet is written, and the check fails all the same, so that a person looks at it and commits it; the next
 * run passes. What is there is never changed, but for {@code .loaded.json} when the schema has a new version that agrees
 * with the one before. To accept another change, delete the file that the message names. Where the environment says
 * {@code CI} nothing is written.
 *
 * <p>Immutable. Two checks of one schema must not run at once.
 */
public final class SchemaFixtures {

    private final Path directory;
    private final CodecFactory codecs;
    private final boolean writable;

    private SchemaFixtures(Path directory, CodecFactory codecs, boolean writable) {
        this.directory = directory;
        this.codecs = codecs;
        this.writable = writable;
    }

    /**
     * The fixtures in a directory, made if it is not there; values are read and written by the one codec module that is
     * installed.
     */
    public static SchemaFixtures in(Path directory) {
        return new SchemaFixtures(directory, CodecFactory.discovered(), !isBuildServer(System.getenv("CI")));
    }

    /** Build servers set it to {@code true} or to their name. */
    private static boolean isBuildServer(String ci) {
        return Optional.ofNullable(ci)
                .filter(it -> !it.isBlank() && !it.toLowerCase(Locale.ROOT).equals("false"))
                .isPresent();
    }

    /** Reads and writes values as a home does that is opened with this factory. */
    public SchemaFixtures codecs(CodecFactory factory) {
        return new SchemaFixtures(directory, factory, writable);
    }

    /** Writes nothing: what is missing is only an error. */
    public SchemaFixtures readOnly() {
        return new SchemaFixtures(directory, codecs, false);
    }

    /** Writes what is missing, wherever this runs. */
    public SchemaFixtures writable() {
        return new SchemaFixtures(directory, codecs, true);
    }

    /**
     * Checks a schema against its fixtures.
     *
     * @param samples values that fill what the initial one leaves empty; each is stored once for a version
     * @throws AssertionError that says what has changed and what to do, or what was written
     * @throws dev.holdfast.storage.HoldfastException HF-0230 if the schema lacks a step
     * @throws java.io.UncheckedIOException if the directory cannot be read or written
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <T> void check(Schema<T> schema, T... samples) {
        FixtureFolder folder = FixtureFolder.of(directory, schema.name());
        SchemaCheck<T> check = new SchemaCheck<>(schema, folder, new FixtureHome<>(schema, codecs));
        check.run(List.of(samples));
        check.report(writable);
    }
}
