// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AccessorNamingStrategy;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.DefaultAccessorNamingStrategy.RecordNaming;

/**
 * What a record writes are its components. Jackson would add what its other methods derive under {@code get} and
 * {@code is}, which no constructor takes back.
 */
final class ComponentNaming extends AccessorNamingStrategy.Provider {

    private static final long serialVersionUID = 1L;

    private final AccessorNamingStrategy.Provider others;

    /** @param others for what is no record */
    ComponentNaming(AccessorNamingStrategy.Provider others) {
        this.others = others;
    }

    @Override
    public AccessorNamingStrategy forPOJO(MapperConfig<?> config, AnnotatedClass type) {
        return others.forPOJO(config, type);
    }

    @Override
    public AccessorNamingStrategy forBuilder(MapperConfig<?> config, AnnotatedClass type, BeanDescription built) {
        return others.forBuilder(config, type, built);
    }

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
        return new Components(config, type);
    }

    private static final class Components extends RecordNaming {

        Components(MapperConfig<?> config, AnnotatedClass type) {
            super(config, type);
        }

        @Override
        public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
            return _fieldNames.contains(name) ? name : null;
        }

        @Override
        public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
            return null;
        }
    }
}
