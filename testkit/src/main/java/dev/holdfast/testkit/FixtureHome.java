// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Documents;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Stores and loads one document as an app does, each time in a home of its own. */
final class FixtureHome<T> {

    private static final Scope APP = Scope.of("app");
    private static final Clock STORING = Clock.fixed(Instant.parse("2000-01-01T00:00:00Z"), ZoneOffset.UTC);

    /** After any save: what came with other line ends, or was written by hand, is then edited and not damaged. */
    private static final Clock LOADING = Clock.fixed(Instant.parse("9999-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final Schema<T> schema;
    private final CodecFactory codecs;
    private final BlobName name;

    FixtureHome(Schema<T> schema, CodecFactory codecs) {
        this.schema = schema;
        this.codecs = codecs;
        this.name = APP.blob(schema.name() + ".json");
    }

    /** What is stored when a value is saved. */
    byte[] stored(T value) {
        try (MemoryStorage storage = home(STORING);
                Documents documents = Documents.over(storage, APP, codecs, STORING)) {
            documents.document(schema).set(value);
            return storage.read(name).orElseThrow().bytes();
        }
    }

    /** What a load gives where these bytes are stored. */
    Loaded<T> load(byte[] stored) {
        try (MemoryStorage storage = home(LOADING);
                Documents documents = Documents.over(storage, APP, codecs, LOADING)) {
            storage.replace(name, Revision.ABSENT, stored.clone(), Durability.DURABLE);
            return documents.document(schema).load();
        }
    }

    private static MemoryStorage home(Clock clock) {
        MemoryStorage storage = new MemoryStorage(clock);
        storage.create(APP);
        return storage;
    }
}
