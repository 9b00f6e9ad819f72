// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The key providers to choose from. */
public final class KeyProviders {

    private KeyProviders() {}

    /**
     * Keys in files of the home that their owner alone may read: the weakest level, for machines that offer nothing
     * better. It logs a warning whenever it is opened.
     */
    public static KeyProviderFactory keyFile() {
        return new KeyFileFactory();
    }

    /** Every provider that is installed as a service, strongest first, and {@link #keyFile} at the end. */
    public static List<KeyProviderFactory> installed() {
        List<KeyProviderFactory> found = new ArrayList<>();
        ServiceLoader.load(KeyProviderFactory.class, KeyProviderFactory.class.getClassLoader())
                .forEach(found::add);
        found.sort(Comparator.comparing(KeyProviderFactory::level).reversed());
        found.add(keyFile());
        return List.copyOf(found);
    }
}
