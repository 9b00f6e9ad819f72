// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a document is: its name, type, initial value, version, and the migrations that lead to it. Immutable: each option
 * returns another schema, so a schema belongs in a constant. A mistake in a schema is HoldfastException HF-0230, thrown
 * by the option at fault, or, where steps are missing, when the schema is first used.
 *
 * @param <T> an immutable type
 */
public final class Schema<T> {

    private final Definition<T> is;

    private record Definition<T>(
            String name,
            Class<T> type,
            T initial,
            int version,
            Map<Integer, Migration> steps,
            OptionalInt oldestReader,
            Optional<Codec<T>> codec,
            Layout layout) {}

    private Schema(Definition<T> definition) {
        this.is = definition;
    }

    /**
     * A schema of version 1, without migrations.
     *
     * @param name of the document: any text; it is kept as {@code name.json}
     * @param initial the value while nothing is stored
     */
    public static <T> Schema<T> of(String name, Class<T> type, T initial) {
        Schema<T> schema = new Schema<>(new Definition<>(
                name, type, initial, 1, Map.of(), OptionalInt.empty(), Optional.empty(), Layout.PRETTY));
        schema.require(!name.isEmpty(), "the name is empty");
        return schema;
    }

    /** The version that this code writes, 1 or more. Declared before the steps that lead to it. */
    public Schema<T> version(int version) {
        require(version >= 1, "versions begin with 1");
        require(is.steps.keySet().stream().allMatch(from -> from < version), "a step leads beyond version " + version);
        require(is.oldestReader.orElse(1) <= version, "the oldest reader is newer than version " + version);
        return new Schema<>(new Definition<>(
                is.name, is.type, is.initial, version, is.steps, is.oldestReader, is.codec, is.layout));
    }

    /**
     * The step from a version to the next.
     *
     * @param from the version whose data the step takes
     */
    public Schema<T> migrate(int from, Migration step) {
        require(from >= 1 && from < is.version, "no step from " + from + " can lead to version " + is.version);
        require(!is.steps.containsKey(from), "two steps from version " + from);
        Map<Integer, Migration> steps = new TreeMap<>(is.steps);
        steps.put(from, step);
        return new Schema<>(new Definition<>(
                is.name, is.type, is.initial, is.version, steps, is.oldestReader, is.codec, is.layout));
    }

    /** The oldest version whose code may still open what this one writes. Stored with the data. */
    public Schema<T> oldestReader(int version) {
        require(version >= 1 && version <= is.version, "the oldest reader is not a version so far");
        return new Schema<>(new Definition<>(
                is.name, is.type, is.initial, is.version, is.steps, OptionalInt.of(version), is.codec, is.layout));
    }

    /** Reads and writes values with this codec, whatever the home is opened with. */
    public Schema<T> withCodec(Codec<T> codec) {
        return new Schema<>(new Definition<>(
                is.name, is.type, is.initial, is.version, is.steps, is.oldestReader, Optional.of(codec), is.layout));
    }

    /** How the document is laid out; {@link Layout#PRETTY} unless said otherwise. */
    public Schema<T> layout(Layout layout) {
        return new Schema<>(new Definition<>(
                is.name, is.type, is.initial, is.version, is.steps, is.oldestReader, is.codec, layout));
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new HoldfastException(Problems.schema(is.name, otherwise));
        }
    }

    /**
     * Checks that each version before the current one has its step.
     *
     * @throws HoldfastException HF-0230 naming the first that is missing
     */
    public void validate() {
        for (int from = 1; from < is.version; from++) {
            require(is.steps.containsKey(from), "there is no step from version " + from + " to " + (from + 1));
        }
    }

    /** The document's name. */
    public String name() {
        return is.name;
    }

    /** The type of its values. */
    public Class<T> type() {
        return is.type;
    }

    /** The value while nothing is stored. */
    public T initial() {
        return is.initial;
    }

    /** The version that this code writes. */
    public int version() {
        return is.version;
    }

    OptionalInt oldestReader() {
        return is.oldestReader;
    }

    Optional<Codec<T>> codec() {
        return is.codec;
    }

    Layout layout() {
        return is.layout;
    }

    /** The step from a version; {@link #validate} made certain that there is one. */
    Optional<Migration> step(int from) {
        return Optional.ofNullable(is.steps.get(from));
    }

    /** Whether a document of one may be used with the other. */
    boolean isSameAs(Schema<?> other) {
        return is.type == other.is.type && is.version == other.is.version;
    }

    @Override
    public String toString() {
        return "Schema[" + is.name + ", version " + is.version + "]";
    }
}
