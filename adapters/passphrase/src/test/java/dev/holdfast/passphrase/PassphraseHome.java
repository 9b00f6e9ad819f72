// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.AccountKeys;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A home with accounts under a passphrase, at a cost that lets a test try many. */
final class PassphraseHome {

    static final String APP = "org.example.chat";
    static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
    static final BlobName FILE = Scope.of("keys").blob("passphrase");

    final Storage raw;
    final Typist typist = new Typist("correct horse");
    final CountedArgon2id derivation = new CountedArgon2id();

    PassphraseHome(Storage raw) {
        this.raw = raw;
    }

    PassphraseKeys keys() {
        return keys(typist, CHEAP);
    }

    PassphraseKeys keys(PassphrasePrompt prompt, Argon2Cost cost) {
        return new PassphraseKeys(
                new Asking(prompt, Runnable::run, Duration.ofSeconds(30)), cost, derivation, new SecureRandom());
    }

    /** As a process that starts now has it. */
    KeyManager manager() {
        return manager(keys());
    }

    KeyManager manager(KeyProviderFactory... keys) {
        return manager(raw, keys);
    }

    static KeyManager manager(Storage raw, KeyProviderFactory... keys) {
        return KeyManager.of(APP, raw, List.of(keys), ProtectionLevel.FILE_KEY, Clock.systemUTC(), new SecureRandom());
    }

    Scope account(String name) {
        Scope account = Scope.of("accounts", name);
        raw.create(account);
        return account;
    }

    /** Something that only the right keys give. */
    static SecretBytes derived(AccountKeys keys) {
        try (keys) {
            return keys.derive("test", 32);
        }
    }

    byte[] bytes(BlobName name) {
        return raw.read(name).map(Stored::bytes).orElseThrow();
    }

    String file() {
        return new String(bytes(FILE), StandardCharsets.US_ASCII);
    }

    void writeFile(String content) {
        raw.create(FILE.scope());
        raw.replace(FILE, raw.revision(FILE), content.getBytes(StandardCharsets.US_ASCII), Durability.DURABLE);
    }
}
