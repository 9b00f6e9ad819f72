// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecFactory;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.spi.JsonbComponent;
import io.avaje.jsonb.spi.JsonbExtension;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Codecs by code that avaje-jsonb generated when the app was compiled: for types with {@code @Json}, and what is built of
 * them. Found by {@link ServiceLoader}, as is the generated code. Safe for use by any number of threads.
 *
 * <p>They read and write the same JSON as other codecs do, whatever avaje does by itself: nulls and empty values are
 * written; fields that the type does not know and components that are missing are errors. A component that is read under
 * an alias counts as missing under its own name, which is then an error that nothing mends: let a migration rename.
 */
public final class AvajeCodecs implements CodecFactory {

    private static final class Found {
        static final Jsonb JSONB = jsonb(Stream.empty());
    }

    private final Jsonb jsonb;

    /** Codecs by what {@link ServiceLoader} finds; public for it. */
    public AvajeCodecs() {
        this(Found.JSONB);
    }

    private AvajeCodecs(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /**
     * Codecs by adapters of the app's own, and by what is found.
     *
     * @param own registers adapters, which come before those that are found; settings that it makes do not count, but for
     *     numbers and calendars as strings
     */
    public static AvajeCodecs of(JsonbComponent own) {
        return new AvajeCodecs(jsonb(Stream.of(own)));
    }

    private static Jsonb jsonb(Stream<JsonbComponent> own) {
        ClassLoader loader = AvajeCodecs.class.getClassLoader();
        Jsonb.Builder builder = Jsonb.builder().classLoader(loader).adapter(new Tokens());
        CheckedBuilder checked = new CheckedBuilder(builder);
        Stream<JsonbComponent> found = ServiceLoader.load(JsonbExtension.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(JsonbComponent.class::isInstance)
                .map(JsonbComponent.class::cast);
        Stream.concat(own, found).forEach(component -> component.register(checked));
        return builder.add(OwnAdapters::create).build();
    }

    @Override
    public <T> Optional<Codec<T>> codec(Class<T> type) {
        return jsonb.hasAdapter(type) ? Optional.of(new AvajeCodec<>(jsonb.adapter(type))) : Optional.empty();
    }
}
