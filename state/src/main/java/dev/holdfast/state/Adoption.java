// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document of a file that the app kept before: read, stored, read back, and only then set aside. What was stored is
 * pinned, so that a file that could not be set aside is known again whatever becomes of the document. Cut off anywhere,
 * the next one finds what is done and does the rest. One at a time for a document, across processes; used once.
 */
final class Adoption<T> {

    private static final int TRIES = 10;
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Document<T> document;
    private final Storage storage;
    private final BlobName name;
    private final Schema<T> schema;
    private final Binder<T> binder;
    private final OldFile file;
    private final int assumedVersion;

    /** What this adoption has stored: the one content of the document that it replaces. */
    private @Nullable T stored;

    Adoption(Documents home, BlobName name, Schema<T> schema, OldFile file, int assumedVersion) {
        this.document = home.document(name, schema);
        this.storage = home.storage();
        this.name = name;
        this.schema = schema;
        this.binder = new Binder<>(schema, home.codecs());
        this.file = file;
        this.assumedVersion = assumedVersion;
    }

    /** The document, which holds what the file held, if there was a file. */
    Document<T> run() {
        if (assumedVersion < 1 || assumedVersion > schema.version()) {
            throw AdoptionProblems.noVersion(schema.name(), assumedVersion, schema.version());
        }
        if (file.isThere()) {
            requireAnother();
            Lease turn = storage.lease(name.scope(), "adopt " + name.name(), LeaseMode.EXCLUSIVE, TURN)
                    .orElseThrow(() -> AdoptionProblems.busy(file.path()));
            try {
                takeOver();
            } finally {
                turn.close();
            }
        }
        return document;
    }

    /** Setting the document's own file aside would lose the document. */
    private void requireAnother() {
        if (file.isAt(document.location())) {
            throw AdoptionProblems.notAdoptable(file.path(), "the document's own, which load() reads as it is");
        }
    }

    private void takeOver() {
        for (int left = TRIES; left > 0; left--) {
            Optional<OldContent> found = file.read();
            if (found.isEmpty() || isTaken(found.get())) {
                return;
            }
        }
        throw AdoptionProblems.changing(file.path());
    }

    /** Stores the content, and sets the file aside if that is still its content. */
    private boolean isTaken(OldContent content) {
        store(content);
        boolean still = file.read().filter(content::hasSameBytes).isPresent();
        if (still) {
            setAside(content);
        }
        return still;
    }

    private void setAside(OldContent taken) {
        try {
            OldContent moved = file.setAside();
            if (!moved.hasSameBytes(taken)) {
                store(moved); // written in the very last moment
            }
            file.syncDirectory();
        } catch (IOException e) {
            Notices.unsettled(AdoptionProblems.notSetAside(file.path(), e));
        }
    }

    /** When it returns, the document or one of its pinned generations gives what the content gives, durably. */
    private void store(OldContent content) {
        T value = value(content);
        boolean vacant = isVacant(document.load());
        document.update(latest -> {
            if (mayBeReplaced(latest, vacant)) {
                return value;
            } else if (holder(value).isPresent()) {
                return latest;
            }
            throw AdoptionProblems.bothExist(content.file(), document.location());
        });
        stored = value;
        Revision holder =
                holder(value).orElseThrow(() -> AdoptionProblems.notReadBack(content.file(), document.location()));
        storage.pin(name, holder);
    }

    /** Whether nothing is stored that could be given. */
    private static boolean isVacant(Loaded<?> loaded) {
        loaded.requireUnfenced();
        return loaded.outcome() == LoadOutcome.MISSING || loaded.outcome() == LoadOutcome.CORRUPT;
    }

    private boolean mayBeReplaced(T latest, boolean vacant) {
        T mine = stored;
        return (vacant && same(latest, schema.initial())) || (mine != null && same(latest, mine));
    }

    private T value(OldContent content) {
        Snapshot<T> read = examined(content);
        if (read.isFenced()) {
            throw unfit(content, read.loaded().problem().orElseThrow());
        }
        read.newer().ifPresent(newer -> {
            throw unfit(content, Problems.newer(newer.stamp().version(), schema.version()));
        });
        read.loaded()
                .problem()
                .ifPresent(dropped -> Notices.unsettled(AdoptionProblems.dropped(content.file(), dropped.what())));
        return read.value();
    }

    private Snapshot<T> examined(OldContent content) {
        try {
            return new Examiner<>(content.file().toString(), schema, binder)
                    .examine(content.stored(assumedVersion))
                    .orElseThrow(() -> AdoptionProblems.unfit(content.file(), "its checksum is wrong"));
        } catch (CodecException e) {
            throw unfit(content, e.problem());
        }
    }

    private static HoldfastException unfit(OldContent content, Problem why) {
        return AdoptionProblems.unfit(content.file(), why.code() + " " + why.what());
    }

    /** The revision of the document, current or earlier, that gives a value; each is read from the storage. */
    private Optional<Revision> holder(T value) {
        Stream<Revision> kept = storage.history(name).stream().map(Generation::revision);
        return Stream.concat(Stream.of(storage.revision(name)), kept)
                .filter(revision -> gives(revision, value))
                .findFirst();
    }

    private boolean gives(Revision revision, T value) {
        Examiner<T> examiner = new Examiner<>(document.location(), schema, binder);
        return read(revision)
                .flatMap(examiner::examine)
                .filter(it -> !it.isFenced() && same(it.value(), value))
                .isPresent();
    }

    private Optional<Stored> read(Revision revision) {
        try {
            return storage.read(name, revision);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /** A type need not have an {@code equals}. */
    private boolean same(T one, T other) {
        return one.equals(other) || tree(one).equals(tree(other));
    }

    private JsonValue tree(T value) {
        return JsonReader.parse(binder.encode(value, Layout.COMPACT));
    }
}
