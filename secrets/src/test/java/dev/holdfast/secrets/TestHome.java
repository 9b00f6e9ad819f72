// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A home in memory with two accounts. */
final class TestHome {

    static final String APP = "org.example.chat";
    static final Scope ALICE = Scope.of("accounts", "alice");
    static final Scope BOB = Scope.of("accounts", "bob");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    final Storage raw;

    TestHome() {
        this(new MemoryStorage());
    }

    TestHome(Storage raw) {
        this.raw = raw;
        raw.create(ALICE);
        raw.create(BOB);
    }

    KeyManager manager(KeyProviderFactory... providers) {
        return managerAtLeast(ProtectionLevel.FILE_KEY, providers);
    }

    KeyManager managerAtLeast(ProtectionLevel level, KeyProviderFactory... providers) {
        return KeyManager.of(APP, raw, List.of(providers), level, CLOCK, new SecureRandom());
    }

    static Revision write(Storage storage, BlobName name, byte[] content) {
        Replacement outcome = storage.replace(name, storage.revision(name), content, Durability.DURABLE);
        return ((Replacement.Replaced) outcome).revision();
    }

    static Revision write(Storage storage, BlobName name, String content) {
        return write(storage, name, content.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Storage storage, BlobName name) {
        return new String(bytes(storage, name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Storage storage, BlobName name) {
        return storage.read(name).map(Stored::bytes).orElseThrow();
    }
}
