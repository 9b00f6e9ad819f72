// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A home in memory, with hands that reach behind the document's back. */
final class Bench {

    static final Scope APP = Scope.of("app");
    static final BlobName NAME = APP.blob("app_state.json");

    final TestClock clock = new TestClock();
    final MemoryStorage memory = new MemoryStorage(clock);
    final FlakyStorage storage = new FlakyStorage(memory);

    Bench() {
        memory.create(APP);
    }

    /** Documents as another process would have them. */
    Documents process() {
        return Documents.over(storage, APP, NoCodecs.NONE, clock);
    }

    Document<AppState> document() {
        return process().document(AppState.V2);
    }

    /** Stores a text as a foreign hand, long after the last save. */
    Revision put(String text) {
        clock.advance(Duration.ofMinutes(1));
        return putAtOnce(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores bytes at the time of the last save, as a failing medium would. */
    Revision putAtOnce(byte[] bytes) {
        memory.replace(NAME, memory.revision(NAME), bytes, Durability.DURABLE);
        return memory.revision(NAME);
    }

    /** Damages the current revision in the middle of its data, so that it parses no more. */
    Revision damage() {
        byte[] bytes = bytes();
        bytes[bytes.length - 8] = 0;
        return putAtOnce(bytes);
    }

    byte[] bytes() {
        return memory.read(NAME).orElseThrow().bytes();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    JsonObject envelope() {
        return (JsonObject) JsonValue.parse(bytes());
    }

    boolean isPinned(Revision revision) {
        return memory.history(NAME).stream()
                .anyMatch(generation -> generation.revision().equals(revision) && generation.pinned());
    }

    Optional<byte[]> generation(Revision revision) {
        return memory.read(NAME, revision).map(Stored::bytes);
    }

    /** Knows no type. */
    enum NoCodecs implements CodecFactory {
        NONE;

        @Override
        public <T> Optional<Codec<T>> codec(Class<T> type) {
            return Optional.empty();
        }
    }
}
