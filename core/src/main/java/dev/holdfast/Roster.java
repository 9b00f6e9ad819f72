// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who is signed in: an account's record names its user, and a pointer leads from the user to the account. Either is made
 * again from the other when it is damaged.
 */
final class Roster {

    /** Leads to the account that was used last. */
    static final BlobName LATEST = Home.APP.blob("latest");

    private static final Duration POINTERS = Duration.ofSeconds(10);

    private final String appId;
    private final Storage storage;
    private final Journal journal;
    private final Documents records;

    Roster(String appId, Storage storage, Journal journal, Documents records) {
        this.appId = appId;
        this.storage = storage;
        this.journal = journal;
        this.records = records;
    }

    Document<AccountRecord> account(Incarnation incarnation) {
        return records.document(incarnation.account(), AccountRecord.SCHEMA);
    }

    private Document<Pointer> latest() {
        return records.document(LATEST, Pointer.SCHEMA);
    }

    /** Which incarnation is a user's; to be verified against the account, since a file can be put anywhere. */
    private Document<Pointer> pointer(String user) {
        return records.document(Incarnation.BY_USER.blob(hash(user)), Pointer.SCHEMA);
    }

    /**
     * The user's live account. A pointer that is damaged or gone is made again from the accounts' records, and a record
     * that is from the pointer that leads to it. Where there is no pointer, which is so for everybody who is not signed in,
     * the records of others need not be readable.
     *
     * @throws UnreadableException if it cannot be told now
     */
    Optional<Incarnation> find(String user) {
        Loaded<Pointer> pointer = certain(pointer(user));
        Optional<Incarnation> led = pointer.value().incarnation();
        if (led.isPresent() && journal.isRetired(led.get())) {
            return Optional.empty();
        }
        return led.isPresent() || isDamaged(pointer)
                ? led.filter(incarnation -> isOf(incarnation, user)).or(() -> recorded(user, this::user))
                : recorded(user, this::userIfReadable);
    }

    /** The account whose record names the user; its pointer, which led nowhere, leads to it again. */
    private Optional<Incarnation> recorded(String user, Function<Incarnation, Optional<String>> recordedUser) {
        List<Incarnation> signingIn = journal.signIns();
        Optional<Incarnation> found = incarnations()
                .filter(incarnation -> !signingIn.contains(incarnation))
                .filter(incarnation -> recordedUser.apply(incarnation).equals(Optional.of(user)))
                .findFirst();
        found.ifPresent(incarnation -> pointer(user).overwrite(Pointer.to(incarnation)));
        return found;
    }

    /** Whether an account that the user's pointer leads to is the user's. */
    private boolean isOf(Incarnation incarnation, String user) {
        Document<AccountRecord> account = account(incarnation);
        Loaded<AccountRecord> record = certain(account);
        boolean lost = isDamaged(record) || record.value().user().isEmpty();
        if (lost && storage.exists(incarnation.scope())) {
            account.overwrite(new AccountRecord(user));
            return true;
        }
        return record.value().user().equals(user);
    }

    /**
     * Whose live account it is; empty if its sign-in never finished, a log-out has begun, or its record is damaged.
     *
     * @throws UnreadableException if it cannot be told now
     */
    private Optional<String> user(Incarnation incarnation) {
        if (journal.isRetired(incarnation)) {
            return Optional.empty();
        }
        return Optional.of(certain(account(incarnation)).value().user()).filter(user -> !user.isEmpty());
    }

    private Optional<String> userIfReadable(Incarnation incarnation) {
        try {
            return user(incarnation);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /** What is stored, as long as it can be told what that is: a medium that fails now is no reason to call it absent. */
    private static <T> Loaded<T> certain(Document<T> document) {
        Loaded<T> loaded = document.load();
        if (loaded.outcome().isFenced() && !isDamaged(loaded)) {
            throw new UnreadableException(
                    loaded.problem().orElseThrow(), UnreadableException.Reason.IO, loaded.revision(), null);
        }
        return loaded;
    }

    private static boolean isDamaged(Loaded<?> loaded) {
        return loaded.outcome() == LoadOutcome.CORRUPT || loaded.outcome() == LoadOutcome.INCOMPATIBLE;
    }

    /** The user who was signed in or restored last. */
    Optional<String> latestUser() {
        return certain(latest()).value().incarnation().flatMap(this::user);
    }

    Stream<Incarnation> incarnations() {
        return storage.scopes(Incarnation.ALL).stream()
                .flatMap(scope -> Incarnation.named(scope.path().get(1)).stream());
    }

    /** The users who are signed in, as far as it can be told now. */
    List<String> users() {
        return incarnations()
                .flatMap(incarnation -> readableUser(incarnation).stream())
                .sorted()
                .toList();
    }

    /** The accounts that are neither being signed in nor logged out, whether their users can be read or not. */
    Stream<Incarnation> signedIn() {
        List<Incarnation> signingIn = journal.signIns();
        return incarnations()
                .filter(incarnation -> !signingIn.contains(incarnation) && !journal.isRetired(incarnation))
                .filter(incarnation -> storage.revision(incarnation.account()).isPresent()
                        || storage.revision(incarnation.session()).isPresent());
    }

    /** One account that cannot be read now does not hide the others; the load has logged it. */
    Optional<String> readableUser(Incarnation incarnation) {
        try {
            return liveUser(incarnation);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a sign-in has come to its end, and no log-out has begun.
     *
     * @throws UnreadableException if it cannot be told now
     */
    boolean isLive(Incarnation incarnation) {
        return liveUser(incarnation).isPresent();
    }

    private Optional<String> liveUser(Incarnation incarnation) {
        return user(incarnation).filter(user -> isPointedTo(incarnation, user));
    }

    private boolean isPointedTo(Incarnation incarnation, String user) {
        return certain(pointer(user)).value().equals(Pointer.to(incarnation))
                || find(user).equals(Optional.of(incarnation));
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
        if (!latest().load().value().incarnation().equals(Optional.of(incarnation))) {
            withPointers(() -> latest().overwrite(Pointer.to(incarnation)));
        }
    }

    /** Removes what leads to an account; what leads to a later one of the same user stays. */
    void forgetPointers(Incarnation incarnation, String user) {
        withPointers(() -> {
            forget(latest(), incarnation);
            pointers(user).forEach(pointer -> forget(pointer, incarnation));
        });
    }

    /** A user's, or all where it is not known whose account it is. */
    private Stream<Document<Pointer>> pointers(String user) {
        return user.isEmpty()
                ? storage.list(Incarnation.BY_USER).stream().map(name -> records.document(name, Pointer.SCHEMA))
                : Stream.of(pointer(user));
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

    private String hash(String user) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((appId + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(user.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
