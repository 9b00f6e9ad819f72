// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.storage.HoldfastException;
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
    void databindIsLoadedByTheFirstTypeThatIsAskedFor() throws Exception {
        URL[] places = Stream.of(
                        JacksonCodecs.class,
                        CodecFactory.class,
                        HoldfastException.class,
                        JsonParser.class,
                        JsonMapper.class,
                        JsonInclude.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (Noting loader = new Noting(places)) {
            Class<?> factory = Class.forName(CodecFactory.class.getName(), true, loader);
            Object discovered = factory.getMethod("discovered").invoke(null);
            assertThat(loader.loaded).isNotEmpty().noneMatch(LazyDatabindTest::isDatabind);

            factory.getMethod("codec", Class.class).invoke(discovered, String.class);
            assertThat(loader.loaded).anyMatch(LazyDatabindTest::isDatabind);
        }
    }

    private static boolean isDatabind(String name) {
        return name.startsWith("tools.jackson.databind");
    }
}
