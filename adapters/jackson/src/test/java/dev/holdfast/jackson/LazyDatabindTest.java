// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.CodecFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

final class LazyDatabindTest {

    /** Loads everything anew and notes the names. */
    private static final class Noting extends URLClassLoader {

        final List<String> loaded = new ArrayList<>();

        Noting(URL... places) {
            super(places, null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> found = super.findClass(name);
            loaded.add(name);
            return found;
        }
    }

    @Test
    void makingTheFactoryLoadsNoClassOfDatabind() throws Exception {
        URL[] places = Stream.of(JacksonCodecs.class, CodecFactory.class, JsonParser.class, JsonMapper.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (Noting loader = new Noting(places)) {
            Class<?> factory = Class.forName(JacksonCodecs.class.getName(), true, loader);
            factory.getConstructor().newInstance();

            assertThat(loader.loaded)
                    .contains(JacksonCodecs.class.getName())
                    .noneMatch(name -> name.startsWith("tools.jackson.databind"));
        }
    }
}
