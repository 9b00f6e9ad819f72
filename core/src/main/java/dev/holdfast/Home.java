// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.Ticker;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the parts of an open home share: where things are kept, and how accounts are found there. */
final class Home {

    static final Scope APP = Scope.of("app");

    /** Shared by all processes that have an account open. */
    private static final String ALIVE = "alive";

    /** Held by the one that runs an account's client, alone unless its factory says that it may be shared. */
    private static final String RUN = "run";

    /** Held by the one that lets go of an account that it has open, to have it alone. */
    private static final String LETTING_GO = "letting-go";

    private static final String KEY_CHANGE = "key-change";
    private static final Duration CHANGING = Duration.ofSeconds(5);

    private final Storage storage;
    private final Places places;
    private final KeyManager keys;
    private final BiFunction<Storage, Scope, Documents> documents;
    private final Clock clock;
    private final Ticker ticker;
    private final SecureRandom random;
    private final Optional<Duration> revokeLater;
    private final Optional<Executor> executor;
    private final Journal journal;
    private final Documents records;
    private final Roster roster;
    private volatile @Nullable Revoker revoker;

    Home(
            String appId,
            Storage storage,
            Places places,
            KeyManager keys,
            BiFunction<Storage, Scope, Documents> documents,
            Clock clock,
            Ticker ticker,
            SecureRandom random,
            Optional<Duration> revokeLater,
            Optional<Executor> executor) {
        this.storage = storage;
        this.places = places;
        this.keys = keys;
        this.documents = documents;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.revokeLater = revokeLater;
        this.executor = executor;
        this.journal = new Journal(storage);
        this.records = documents(storage, Scope.HOME);
        this.roster = new Roster(appId, storage, journal, records);
    }

    Storage storage() {
        return storage;
    }

    Places places() {
        return places;
    }

    KeyManager keys() {
        return keys;
    }

    Ticker ticker() {
        return ticker;
    }

    Journal journal() {
        return journal;
    }

    /** Ends sessions at their server, once the app has handed over its factory. */
    @Nullable
    Revoker revoker() {
        return revoker;
    }

    void revokeWith(Revoker handedOver) {
        revoker = handedOver;
    }

    /** How long a session that could not be revoked is to be tried again; empty for a ticket, or if the app did not ask. */
    Optional<Instant> revokeUntil(JournalRecord record) {
        return revokeLater
                .filter(any -> record.revokeUntil().isEmpty())
                .map(atMost -> now().plus(atMost).truncatedTo(ChronoUnit.SECONDS));
    }

    /** @throws dev.holdfast.storage.HoldfastException HF-0520 if the home was opened without one */
    Executor executor() {
        return executor.orElseThrow(Problems::noExecutor);
    }

    Incarnation newIncarnation() {
        return Incarnation.random(random);
    }

    Instant now() {
        return clock.instant();
    }

    Documents documents(Storage of, Scope scope) {
        return documents.apply(of, scope);
    }

    AccountStorage sealed(Incarnation incarnation) {
        return new AccountStorage(storage, keys, incarnation);
    }

    Optional<Lease> alive(Incarnation incarnation, LeaseMode mode, Duration wait) {
        return storage.lease(incarnation.scope(), ALIVE, mode, wait);
    }

    /** The hold of the one that gives up its own on the account for a while. */
    Optional<Lease> lettingGo(Incarnation incarnation) {
        return storage.lease(incarnation.scope(), LETTING_GO, LeaseMode.EXCLUSIVE, Duration.ZERO);
    }

    /** The hold of the one that runs this account's client, or of those that do. */
    Optional<Lease> run(Incarnation incarnation, LeaseMode mode) {
        return storage.lease(incarnation.scope(), RUN, mode, Duration.ZERO);
    }

    /** Who is signed in. */
    Roster roster() {
        return roster;
    }

    /**
     * A local directory of an account, made if it is not there.
     *
     * @throws ScopeGoneException if the account is gone: no log-out leaves a directory behind that is made after it
     */
    Path store(Incarnation incarnation, String name) {
        return ofLive(incarnation, () -> places.store(incarnation, name));
    }

    /** As {@link #store}, for what can be fetched again. */
    Path cache(Incarnation incarnation, String name) {
        return ofLive(incarnation, () -> places.cache(incarnation, name));
    }

    /** As {@link #store}, for files of the running session. */
    Path runtime(Incarnation incarnation, String name) {
        return ofLive(incarnation, () -> places.runtime(incarnation, name));
    }

    /** A log-out that came to its end while a directory was being made has not seen it. */
    private Path ofLive(Incarnation incarnation, Supplier<Path> making) {
        requireLive(incarnation);
        Path made = making.get();
        if (journal.isRetired(incarnation) || storage.list(incarnation.scope()).isEmpty()) {
            places.undo(made);
            throw new ScopeGoneException(incarnation.scope());
        }
        return made;
    }

    void requireLive(Incarnation incarnation) {
        if (journal.isRetired(incarnation) || !storage.exists(incarnation.scope())) {
            throw new ScopeGoneException(incarnation.scope());
        }
    }

    /**
     * The session as a fresh look at the storage, under keys that are fetched anew, gives it.
     *
     * @throws KeyLostException if the keys are gone for good
     * @throws UnreadableException if they are not to be had now
     * @throws HoldfastException if what is stored cannot be read now, or was put back
     */
    Optional<Session> storedSession(Incarnation incarnation) {
        return reading(incarnation, (account, documents) -> {
            account.unlock();
            return readable(documents.document(incarnation.session(), SavedSession.SCHEMA))
                    .session();
        });
    }

    /**
     * What a document has stored.
     *
     * @throws HoldfastException if that cannot be read now, so that nothing could be saved over it
     */
    static <T> T readable(Document<T> document) {
        Loaded<T> loaded = document.load();
        if (loaded.outcome().isFenced()) {
            throw new HoldfastException(loaded.problem().orElseThrow());
        }
        return loaded.value();
    }

    /** What a schema would make of an account's document, whether somebody has it open or not. */
    Rehearsed rehearse(Incarnation incarnation, Schema<?> schema) {
        return reading(incarnation, (account, documents) -> documents.rehearse(schema));
    }

    private <R> R reading(Incarnation incarnation, BiFunction<AccountStorage, Documents, R> read) {
        AccountStorage sealed = sealed(incarnation);
        try (Documents documents = documents(sealed, incarnation.scope())) {
            return read.apply(sealed, documents);
        } finally {
            sealed.close();
        }
    }

    /** Changes an account's keys; whatever cuts that off, the next open deletes the keys that nothing needs. */
    <R> R changeKeys(Incarnation incarnation, Supplier<R> change) {
        Lease changing = keyChange(incarnation, LeaseMode.SHARED, CHANGING)
                .orElseThrow(() -> Problems.busy(incarnation.scope()));
        R result;
        try {
            journal.beginKeyChange(incarnation);
            result = change.get();
        } catch (Throwable e) {
            changing.close();
            Cleanup.of(() -> settleKeys(incarnation)).addTo(e);
            throw e;
        }
        changing.close();
        settleKeys(incarnation);
        return result;
    }

    /**
     * Strikes out a sign-in that has come to its end. What the making of its keys has left at providers that do not answer,
     * a later open deletes.
     */
    void endSignIn(Incarnation incarnation) {
        if (!keys.recoverIntents(incarnation.scope())) {
            journal.beginKeyChange(incarnation);
        }
        journal.endSignIn(incarnation);
    }

    /** Ends a change of keys, if nothing of it is left to be done; while another goes on, that one will. */
    void settleKeys(Incarnation incarnation) {
        keyChange(incarnation, LeaseMode.EXCLUSIVE, Duration.ZERO).ifPresent(alone -> {
            try {
                if (keys.recoverIntents(incarnation.scope())) {
                    journal.endKeyChange(incarnation);
                }
            } finally {
                alone.close();
            }
        });
    }

    /** Shared by all who change an account's keys, so that none takes the journal's entry from another. */
    private Optional<Lease> keyChange(Incarnation incarnation, LeaseMode mode, Duration wait) {
        return storage.lease(incarnation.scope(), KEY_CHANGE, mode, wait);
    }

    boolean hasKeyset(Incarnation incarnation) {
        return storage.revision(incarnation.scope().blob("keyset")).isPresent();
    }

    void close() {
        records.close();
    }
}
