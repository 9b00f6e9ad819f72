// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.Ticker;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the parts of an open home share: where things are kept, and how accounts are found there. */
final class Home {

    static final Scope APP = Scope.of("app");

    /** Shared by all processes that have an account open. */
    static final String ALIVE = "alive";

    /** Held alone by the one that runs an account's client. */
    private static final String RUN = "run";

    private static final Duration POINTERS = Duration.ofSeconds(10);

    private final String appId;
    private final Storage storage;
    private final Places places;
    private final KeyManager keys;
    private final CodecFactory codecs;
    private final Clock clock;
    private final Ticker ticker;
    private final SecureRandom random;
    private final Journal journal;
    private final Documents records;
    private volatile @Nullable Revoker revoker;

    Home(
            String appId,
            Storage storage,
            Places places,
            KeyManager keys,
            CodecFactory codecs,
            Clock clock,
            Ticker ticker,
            SecureRandom random) {
        this.appId = appId;
        this.storage = storage;
        this.places = places;
        this.keys = keys;
        this.codecs = codecs;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.journal = new Journal(storage);
        this.records = Documents.over(storage, Scope.HOME, codecs, clock);
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

    Incarnation newIncarnation() {
        return Incarnation.random(random);
    }

    Instant now() {
        return clock.instant();
    }

    Documents documents(Storage of, Scope scope) {
        return Documents.over(of, scope, codecs, clock);
    }

    AccountStorage sealed(Incarnation incarnation) {
        return new AccountStorage(storage, keys, incarnation.scope());
    }

    Optional<Lease> alive(Incarnation incarnation, LeaseMode mode, Duration wait) {
        return storage.lease(incarnation.scope(), ALIVE, mode, wait);
    }

    /** The hold of the one that runs this account's client. */
    Optional<Lease> run(Incarnation incarnation) {
        return storage.lease(incarnation.scope(), RUN, LeaseMode.EXCLUSIVE, Duration.ZERO);
    }

    Document<AccountRecord> account(Incarnation incarnation) {
        return records.document(incarnation.account(), AccountRecord.SCHEMA);
    }

    Document<Pointer> latest() {
        return records.document(APP.blob("latest"), Pointer.SCHEMA);
    }

    /** Which incarnation is a user's; to be verified against the account, since a file can be put anywhere. */
    Document<Pointer> pointer(String user) {
        return records.document(Incarnation.BY_USER.blob(hash(user)), Pointer.SCHEMA);
    }

    /** The user's live account. */
    Optional<Incarnation> find(String user) {
        return pointer(user)
                .load()
                .value()
                .incarnation()
                .filter(found -> user(found).equals(Optional.of(user)));
    }

    /** Whose live account it is; empty if its sign-in never finished, or a log-out has begun. */
    Optional<String> user(Incarnation incarnation) {
        if (journal.isRetired(incarnation)) {
            return Optional.empty();
        }
        return Optional.of(account(incarnation).load().value().user()).filter(user -> !user.isEmpty());
    }

    /** The users who are signed in. */
    List<String> users() {
        return storage.scopes(Incarnation.ALL).stream()
                .flatMap(scope -> Incarnation.named(scope.path().get(1)).stream())
                .filter(this::isLive)
                .flatMap(incarnation -> user(incarnation).stream())
                .sorted()
                .toList();
    }

    /** Whether a sign-in has come to its end, and no log-out has begun. */
    boolean isLive(Incarnation incarnation) {
        return user(incarnation).filter(user -> isLive(incarnation, user)).isPresent();
    }

    private boolean isLive(Incarnation incarnation, String user) {
        return pointer(user).load().value().equals(Pointer.to(incarnation));
    }

    /** Makes the incarnation the user's live account, unless there is one. */
    void claim(Incarnation incarnation, String user) {
        withPointers(() -> {
            if (find(user).isPresent()) {
                throw new KnownAccountException(user);
            }
            pointer(user).overwrite(Pointer.to(incarnation));
        });
    }

    /** Remembers which account was used last. */
    void use(Incarnation incarnation) {
        Pointer pointer = Pointer.to(incarnation);
        if (!latest().load().value().equals(pointer)) {
            withPointers(() -> latest().overwrite(pointer));
        }
    }

    /** Removes what leads to an account; what leads to a later one of the same user stays. */
    void forgetPointers(Incarnation incarnation, String user) {
        withPointers(() -> {
            forget(latest(), incarnation);
            if (!user.isEmpty()) {
                forget(pointer(user), incarnation);
            }
        });
    }

    private static void forget(Document<Pointer> pointer, Incarnation incarnation) {
        if (pointer.load().value().equals(Pointer.to(incarnation))) {
            pointer.delete();
        }
    }

    /** Pointers are read and then written by one thread of one process at a time. */
    private void withPointers(Runnable action) {
        Lease alone = storage.lease(Incarnation.BY_USER, "pointers", LeaseMode.EXCLUSIVE, POINTERS)
                .orElseThrow(() -> Problems.busy(Incarnation.BY_USER));
        try {
            action.run();
        } finally {
            alone.close();
        }
    }

    /**
     * A local directory of an account, made if it is not there.
     *
     * @throws ScopeGoneException if the account is gone: no log-out leaves a directory behind that is made after it
     */
    Path store(Incarnation incarnation, String name) {
        requireLive(incarnation);
        return places.store(incarnation, name);
    }

    void requireLive(Incarnation incarnation) {
        if (journal.isRetired(incarnation) || !storage.exists(incarnation.scope())) {
            throw new ScopeGoneException(incarnation.scope());
        }
    }

    /** The session of an account that nobody has open. */
    Optional<Session> storedSession(Incarnation incarnation) {
        AccountStorage sealed = sealed(incarnation);
        try (Documents documents = documents(sealed, incarnation.scope())) {
            return documents
                    .document(incarnation.session(), SavedSession.SCHEMA)
                    .load()
                    .value()
                    .session();
        } finally {
            sealed.close();
        }
    }

    boolean hasKeyset(Incarnation incarnation) {
        return storage.revision(incarnation.scope().blob("keyset")).isPresent();
    }

    private String hash(String user) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((appId + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(user.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    void close() {
        records.close();
    }
}
