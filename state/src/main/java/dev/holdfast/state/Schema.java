// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a document is: its name, type, initial value, version, and the migrations that lead to it. Immutable: each option
 * returns another schema, so a schema belongs in a constant. A mistake in a schema is HoldfastException HF-0230, thrown
 * by the option at fault, or, where steps are missing, when the schema is first used.
 *
 * @param <T> an immutable type
 */
public final class Schema<T> {

    private final String name;
    private final Class<T> type;
    private final T initial;
    private final int version;
    private final Map<Integer, Migration> steps;
    private final Map<JsonPath, JsonValue> missing;
    private final OptionalLong oldestReader;
    private final Optional<Codec<T>> codec;
    private final Layout layout;

    private Schema(
            String name,
            Class<T> type,
            T initial,
            int version,
            Map<Integer, Migration> steps,
            Map<JsonPath, JsonValue> missing,
            OptionalLong oldestReader,
            Optional<Codec<T>> codec,
            Layout layout) {
        this.name = name;
        this.type = type;
        this.initial = initial;
        this.version = version;
        this.steps = steps;
        this.missing = missing;
        this.oldestReader = oldestReader;
        this.codec = codec;
        this.layout = layout;
    }

    /**
     * A schema of version 1, without migrations.
     *
     * @param name of the document: any text; it is kept as {@code name.json}
     * @param initial the value while nothing is stored
     */
    public static <T> Schema<T> of(String name, Class<T> type, T initial) {
        Schema<T> schema = new Schema<>(
                name, type, initial, 1, Map.of(), Map.of(), OptionalLong.empty(), Optional.empty(), Layout.PRETTY);
        schema.require(!name.isEmpty(), "the name is empty");
        return schema;
    }

    private Schema<T> with(
            int newVersion,
            Map<Integer, Migration> newSteps,
            Map<JsonPath, JsonValue> newMissing,
            OptionalLong newOldestReader,
            Optional<Codec<T>> newCodec,
            Layout newLayout) {
        return new Schema<>(
                name, type, initial, newVersion, newSteps, newMissing, newOldestReader, newCodec, newLayout);
    }

    /** The version that this code writes, 1 or more. Declared before the steps that lead to it. */
    public Schema<T> version(int current) {
        require(current >= 1, "versions begin with 1");
        require(steps.keySet().stream().allMatch(from -> from < current), "a step leads beyond version " + current);
        require(oldestReader.orElse(1) <= current, "the oldest reader is newer than version " + current);
        return with(current, steps, missing, oldestReader, codec, layout);
    }

    /**
     * The step from a version to the next.
     *
     * @param from the version whose data the step takes
     */
    public Schema<T> migrate(int from, Migration step) {
        require(from >= 1 && from < version, "no step from " + from + " can lead to version " + version);
        require(!steps.containsKey(from), "two steps from version " + from);
        Map<Integer, Migration> more = new HashMap<>(steps);
        more.put(from, step);
        return with(version, more, missing, oldestReader, codec, layout);
    }

    /**
     * The oldest version whose code may still open what this one writes: that code finds all it needs under the names it
     * knows, and leaves alone what it does not know. What it adds to a list or map lacks the components that are newer
     * than it: see {@link #whenMissing}. Stored with the data; without it only this version's code, and newer, may.
     */
    public Schema<T> oldestReader(int oldest) {
        require(oldest >= 1 && oldest <= version, "the oldest reader is not a version so far");
        return with(version, steps, missing, OptionalLong.of(oldest), codec, layout);
    }

    /**
     * What a component takes that stored data lack. Where nothing is said it takes the initial value's; for components of
     * elements of a list, or of values of a map, there is none: there an {@link Optional} component of a record is
     * empty, and any other has to be given a value here. So this makes a new component of such a type readable in
     * old data, and in what an {@linkplain #oldestReader older version} adds.
     *
     * @param path components joined by dots, {@code *} for each element or key: {@code "notes.*.color"}
     * @param value as in {@link JsonValue#of}
     */
    public Schema<T> whenMissing(String path, Object value) {
        JsonPath component = JsonPath.of(path);
        require(component.isComponent(), "not the path of a component: '" + path + "'");
        Map<JsonPath, JsonValue> more = new HashMap<>(missing);
        require(more.put(component, JsonValue.of(value)) == null, "two values when '" + path + "' is missing");
        return with(version, steps, more, oldestReader, codec, layout);
    }

    /** Reads and writes values with this codec, whatever the home is opened with. */
    public Schema<T> withCodec(Codec<T> own) {
        return with(version, steps, missing, oldestReader, Optional.of(own), layout);
    }

    /** How the document is laid out; {@link Layout#PRETTY} unless said otherwise. */
    public Schema<T> layout(Layout other) {
        return with(version, steps, missing, oldestReader, codec, other);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new HoldfastException(Problems.schema(name, otherwise));
        }
    }

    /**
     * Checks that each version before the current one has its step.
     *
     * @throws HoldfastException HF-0230 naming the first that is missing
     */
    public void validate() {
        for (int from = 1; from < version; from++) {
            require(steps.containsKey(from), "there is no step from version " + from + " to " + (from + 1));
        }
    }

    /** The document's name. */
    public String name() {
        return name;
    }

    /** The type of its values. */
    public Class<T> type() {
        return type;
    }

    /** The value while nothing is stored. */
    public T initial() {
        return initial;
    }

    /** The version that this code writes. */
    public int version() {
        return version;
    }

    /**
     * The blob that keeps its document in a scope: {@code name.json}.
     *
     * @throws dev.holdfast.storage.InvalidNameException if the name is too long or not well-formed Unicode
     */
    public BlobName in(Scope scope) {
        return scope.blob(name + ".json");
    }

    /** What is written with the data. */
    Stamp stamp() {
        return new Stamp(version, oldestReader);
    }

    Optional<Codec<T>> codec() {
        return codec;
    }

    Layout layout() {
        return layout;
    }

    /** The step from a version; {@link #validate} made certain that there is one. */
    Optional<Migration> step(int from) {
        return Optional.ofNullable(steps.get(from));
    }

    Optional<JsonValue> whenMissing(JsonPath component) {
        return Optional.ofNullable(missing.get(component));
    }

    /** Whether a document of one may be used with the other. */
    boolean isSameAs(Schema<?> other) {
        return type == other.type && version == other.version;
    }

    @Override
    public String toString() {
        return "Schema[" + name + ", version " + version + "]";
    }
}
