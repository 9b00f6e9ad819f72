// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Asks every factory that the library's own class loader sees. */
final class DiscoveredCodecs implements CodecFactory {

    private static final class Found {
        static final List<CodecFactory> FACTORIES =
                ServiceLoader.load(CodecFactory.class, CodecFactory.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    @Override
    public <T> Optional<Codec<T>> codec(Class<T> type) {
        return single(type, Found.FACTORIES);
    }

    /** @throws HoldfastException if several know the type */
    static <T> Optional<Codec<T>> single(Class<T> type, List<CodecFactory> factories) {
        Map<CodecFactory, Codec<T>> codecs = new LinkedHashMap<>();
        factories.forEach(factory -> factory.codec(type).ifPresent(codec -> codecs.put(factory, codec)));
        if (codecs.size() > 1) {
            throw new HoldfastException(Problems.severalCodecs(type, codecs.keySet()));
        }
        return codecs.values().stream().findFirst();
    }
}
