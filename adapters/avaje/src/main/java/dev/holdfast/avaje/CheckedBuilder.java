// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import io.avaje.json.JsonAdapter;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.json.stream.JsonStream;
import io.avaje.jsonb.AdapterFactory;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.spi.JsonbComponent;
import java.lang.reflect.Type;
import java.util.function.Supplier;

/** What components register their adapters with: each becomes a checked one. Settings that make data laxer do nothing. */
final class CheckedBuilder implements Jsonb.Builder {

    private final Jsonb.Builder builder;

    CheckedBuilder(Jsonb.Builder builder) {
        this.builder = builder;
    }

    @Override
    public <T> Jsonb.Builder add(Type type, JsonAdapter<T> adapter) {
        builder.add(type, new CheckedAdapter<>(adapter));
        return this;
    }

    @Override
    public <T> Jsonb.Builder add(Type type, Supplier<JsonAdapter<T>> supplier) {
        return add(type, (Jsonb jsonb) -> supplier.get());
    }

    @Override
    public Jsonb.Builder add(Type type, Jsonb.AdapterBuilder adapter) {
        builder.add(type, (Jsonb jsonb) -> new CheckedAdapter<>(adapter.build(jsonb)));
        return this;
    }

    @Override
    public Jsonb.Builder add(AdapterFactory factory) {
        builder.add((type, jsonb) -> {
            JsonAdapter<?> adapter = factory.create(type, jsonb);
            return adapter == null ? null : new CheckedAdapter<>(adapter);
        });
        return this;
    }

    @Override
    public Jsonb.Builder add(JsonbComponent component) {
        component.register(this);
        return this;
    }

    @Override
    public Jsonb.Builder mathTypesAsString(boolean asString) {
        builder.mathTypesAsString(asString);
        return this;
    }

    @Override
    public Jsonb.Builder calendarAsString(boolean asString) {
        builder.calendarAsString(asString);
        return this;
    }

    @Override
    public Jsonb.Builder serializeNulls(boolean ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder serializeEmpty(boolean ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder failOnUnknown(boolean ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder failOnNullPrimitives(boolean ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder bufferRecycling(BufferRecycleStrategy ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder adapter(JsonStream ignored) {
        return this;
    }

    @Override
    public Jsonb.Builder classLoader(ClassLoader ignored) {
        return this;
    }

    @Override
    public Jsonb build() {
        return builder.build();
    }
}
