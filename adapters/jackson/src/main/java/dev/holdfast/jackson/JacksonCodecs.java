// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecFactory;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codecs by Jackson 3 databind: for records and whatever else a mapper knows, of any type that is asked for. Found by
 * {@link java.util.ServiceLoader}. Safe for use by any number of threads.
 *
 * <p>Whatever a mapper says otherwise, data are read strictly: fields that the type does not know, components that are
 * missing, null for a primitive, numbers as strings or the other way round, a field named twice, and anything after the
 * value are errors. Nulls and empty values are written, components in the order of the record.
 */
public final class JacksonCodecs implements CodecFactory {

    private final JsonMapper mapper;

    /** Codecs by a mapper with no modules but Jackson's own; public for {@link java.util.ServiceLoader}. */
    public JacksonCodecs() {
        this(StrictMapper.DEFAULT);
    }

    private JacksonCodecs(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Codecs by a mapper of the app's own: its modules, mix-ins and names count, its strictness does not.
     *
     * @param mapper copied
     */
    public static JacksonCodecs of(JsonMapper mapper) {
        return new JacksonCodecs(StrictMapper.of(mapper));
    }

    @Override
    public <T> Optional<Codec<T>> codec(Class<T> type) {
        return Optional.of(new JacksonCodec<>(mapper, type));
    }
}
