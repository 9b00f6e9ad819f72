// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.passphrase.PassphraseKeys;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Scope;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the keys of a thousand accounts under one root key cost to open, a piece, beside the first of them, for which the
 * root key is had: from a file of the system, and from a passphrase.
 */
final class ManyAccountsCost {

    private static final int ACCOUNTS = 1_000;

    private final Path directory;

    private ManyAccountsCost(Path directory) {
        this.directory = directory;
    }

    /**
     * Argument: an empty directory. The environment has a {@code CREDENTIALS_DIRECTORY} with a file {@code bot-key} of 64
     * hexadecimal digits, both closed to others.
     */
    public static void main(String[] arguments) {
        ManyAccountsCost cost = new ManyAccountsCost(Path.of(arguments[0]));
        cost.measure(KeyProviders.systemCredential("bot-key"));
        cost.measure(PassphraseKeys.of((app, occasion) -> Optional.of(SecretString.copyOf("correct horse"))));
    }

    private void measure(KeyProviderFactory keys) {
        try (FileStorage storage = FileStorage.at(directory.resolve(keys.id()))) {
            try (KeyManager manager = manager(storage, keys)) {
                for (int i = 0; i < ACCOUNTS; i++) {
                    storage.create(account(i));
                    manager.create(account(i)).close();
                }
            }
            for (int round = 0; round < 5; round++) {
                try (KeyManager manager = manager(storage, keys)) {
                    System.out.println(keys.id() + ": " + opened(manager));
                }
            }
        }
    }

    private static KeyManager manager(FileStorage storage, KeyProviderFactory keys) {
        return KeyManager.of(
                Chat.APP, storage, List.of(keys), ProtectionLevel.FILE_KEY, Clock.systemUTC(), new SecureRandom());
    }

    private static Scope account(int number) {
        return Scope.of("accounts", "user-" + number);
    }

    private static String opened(KeyManager manager) {
        long start = System.nanoTime();
        manager.open(account(0)).close();
        long first = System.nanoTime() - start;
        for (int i = 1; i < ACCOUNTS; i++) {
            manager.open(account(i)).close();
        }
        long others = System.nanoTime() - start - first;
        return String.format(
                Locale.ROOT, "the first %.1f ms, each other %.0f us", first / 1e6, others / 1e3 / (ACCOUNTS - 1));
    }
}
