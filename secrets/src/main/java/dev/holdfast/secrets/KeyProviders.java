// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /**
     * One root key for all accounts, in a file that the service manager hands to the service: systemd's
     * {@code $CREDENTIALS_DIRECTORY}, see {@code LoadCredentialEncrypted=} in systemd.exec(5). The file holds at least
     * {@value RootProvider#MIN_BYTES} random bytes, raw, in hexadecimal digits or in Base64; the same key in another of
     * these forms is the same key. It must be a plain file that belongs to root or to the user of the process and that
     * others can neither read nor change; it is read again whenever it is needed, and no more than 64 KiB of it.
     *
     * <p>Unavailable if it is missing (HF-0345), not private (HF-0346) or no such key (HF-0348): nothing is changed then.
     *
     * @param name of the credential, such as {@code "bot-key"}
     * @throws IllegalArgumentException if the name has other characters than letters, digits, dots, dashes and low lines
     */
    public static KeyProviderFactory systemCredential(String name) {
        return new SystemCredentialFactory(name, KeyProviders::environmentOf);
    }

    /**
     * One root key for all accounts, in an environment variable: at least {@value RootProvider#MIN_BYTES} random bytes in
     * hexadecimal digits or in Base64. It logs a warning whenever it is opened, which names who sees the environment.
     *
     * <p>Unavailable if it is not set (HF-0347) or no such key (HF-0348): nothing is changed then.
     *
     * @param variable its name
     * @throws IllegalArgumentException if the name has other characters than letters, digits and low lines
     */
    public static KeyProviderFactory environment(String variable) {
        return new EnvironmentFactory(variable, KeyProviders::environmentOf);
    }

    private static Optional<String> environmentOf(String variable) {
        return Optional.ofNullable(System.getenv(variable));
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
