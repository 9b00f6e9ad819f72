// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has begun and must be brought to an end, whatever happens to this process: sign-ins, changes of keys, log-outs. A log-out's
 * record is its scope's {@linkplain Scope#retirement() retirement record}: while it exists the account is gone for all.
 */
final class Journal {

    static final Scope SCOPE = Scope.of("journal");

    private static final String SIGN_IN = "sign-in.";
    private static final String KEYS = "keys.";
    private static final String RETIRED = "accounts.";
    private static final byte[] BEGUN = "{}".getBytes(StandardCharsets.UTF_8);

    private final Storage storage;

    Journal(Storage storage) {
        this.storage = storage;
    }

    /** From now on the account is gone. Another process that was faster has the word. */
    void retire(Incarnation incarnation, JournalRecord record) {
        storage.replace(incarnation.scope().retirement(), Revision.ABSENT, record.print(), Durability.DURABLE);
    }

    /** What a log-out has come to know, for those who go on with it. */
    void note(Incarnation incarnation, JournalRecord record) {
        BlobName name = incarnation.scope().retirement();
        storage.replace(name, storage.revision(name), record.print(), Durability.DURABLE);
    }

    boolean isRetired(Incarnation incarnation) {
        return storage.revision(incarnation.scope().retirement()).isPresent();
    }

    /** Whether a sign-in, a log-out or a change of its keys has begun and not ended. */
    boolean isNoted(Incarnation incarnation) {
        return Stream.of(incarnation.scope().retirement(), incarnation.signIn(), incarnation.keyChange())
                .anyMatch(entry -> storage.revision(entry).isPresent());
    }

    /** The record of a log-out that has not ended; empty if it has, or if the record is damaged. */
    Optional<JournalRecord> retirement(Incarnation incarnation) {
        return storage.read(incarnation.scope().retirement()).flatMap(Journal::parse);
    }

    private static Optional<JournalRecord> parse(Stored stored) {
        try {
            return Optional.of(JournalRecord.parse(stored.bytes()));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** When the log-out began, as far as the medium tells. */
    Optional<Instant> retiredSince(Incarnation incarnation) {
        return storage.read(incarnation.scope().retirement()).map(Stored::modified);
    }

    boolean isEmpty() {
        return storage.list(SCOPE).isEmpty();
    }

    /** The log-out has ended. */
    void forget(Incarnation incarnation) {
        delete(incarnation.scope().retirement());
    }

    void beginSignIn(Incarnation incarnation) {
        begin(incarnation.signIn());
    }

    void beginKeyChange(Incarnation incarnation) {
        begin(incarnation.keyChange());
    }

    /** Does nothing if it has begun. */
    private void begin(BlobName entry) {
        storage.replace(entry, Revision.ABSENT, BEGUN.clone(), Durability.DURABLE);
    }

    void endKeyChange(Incarnation incarnation) {
        delete(incarnation.keyChange());
    }

    void endSignIn(Incarnation incarnation) {
        delete(incarnation.signIn());
    }

    List<Incarnation> retired() {
        return named(RETIRED);
    }

    List<Incarnation> keyChanges() {
        return named(KEYS);
    }

    List<Incarnation> signIns() {
        return named(SIGN_IN);
    }

    /** Whatever else lies in the journal is none of ours, and left alone. */
    private List<Incarnation> named(String prefix) {
        return storage.list(SCOPE).stream()
                .map(BlobName::name)
                .filter(name -> name.startsWith(prefix))
                .flatMap(name -> Incarnation.named(name.substring(prefix.length())).stream())
                .toList();
    }

    private void delete(BlobName entry) {
        Replacement gone;
        do {
            gone = storage.delete(entry, storage.revision(entry));
        } while (gone instanceof Replacement.Conflict);
    }
}
