// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.LogoutReceipt.Outcome;
import dev.holdfast.cache.ClearReport;
import dev.holdfast.secrets.KeyDestruction;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps that end an account's life, in the order that makes every crash between them harmless. The journal's record,
 * written before the first of them, means "gone"; each step can be run again; the record goes last.
 */
final class Logout {

    static final String NOTE = "note log-out";
    static final String STOP = "stop client";
    static final String REVOKE = "revoke session";
    static final String DESTROY = "destroy keys";
    static final String CLEAR = "clear caches";
    static final String MOVE = "move to trash";
    static final String PROVE = "prove absence";

    /** Others see the record within 2 s; the rest is for their clients to stop. */
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private final Home home;
    private final Incarnation incarnation;
    private final StepLog log;
    private JournalRecord record;
    private @Nullable Lease alone;

    private Logout(Home home, Incarnation incarnation, JournalRecord record) {
        this.home = home;
        this.incarnation = incarnation;
        this.record = record;
        this.log = new StepLog();
    }

    /** Notes the end of an account in the journal: from now on it is gone, for every open and every write. */
    static Logout begin(Home home, Incarnation incarnation, String user) {
        JournalRecord record = new JournalRecord(user, keys(home, incarnation));
        home.journal().retire(incarnation, record);
        return new Logout(home, incarnation, record);
    }

    /** The receipt of one that could not be noted, or that another process was faster with. */
    static LogoutReceipt notBegun(Home home, Incarnation incarnation, String user, RuntimeException why) {
        StepLog log = new StepLog();
        log.step(
                NOTE,
                () -> why instanceof ScopeGoneException
                        ? StepResult.skipped("another process logs it out")
                        : new StepResult(Outcome.FAILED, StepResult.kind(why)));
        return new LogoutReceipt(
                user, incarnation.id(), log.steps(), home.places().roots());
    }

    /** One that began earlier. A damaged record is made again from what the account still says. */
    static Logout begun(Home home, Incarnation incarnation) {
        JournalRecord record = home.journal()
                .retirement(incarnation)
                .orElseGet(() -> new JournalRecord(
                        home.roster().account(incarnation).load().value().user(), keys(home, incarnation)));
        return new Logout(home, incarnation, record);
    }

    /** None if the keyset is damaged: a log-out must not fail for that. */
    private static List<KeyRef> keys(Home home, Incarnation incarnation) {
        try {
            return home.keys().keys(incarnation.scope());
        } catch (UnreadableException e) {
            if (e.reason() == UnreadableException.Reason.IO) {
                throw e;
            }
            return List.of();
        }
    }

    /** All steps, for an account that is open in this process. */
    LogoutReceipt run(@Nullable RunningClient<?> client, Supplier<ClearReport> caches, Runnable letGo) {
        Optional<Session> session = Optional.ofNullable(client).flatMap(RunningClient::session); // before the keys go
        log.step(STOP, () -> stop(client, letGo));
        log.step(
                REVOKE,
                () -> client == null || session.isEmpty() ? revokeStored() : revoke(session.get(), client::revoke));
        log.step(DESTROY, this::destroyKeys);
        log.step(CLEAR, () -> clear(caches.get()));
        return finish();
    }

    /** What is left of a log-out that a crash cut off; caches and client died with their process. */
    LogoutReceipt resume() {
        log.step(STOP, this::awaitOthers);
        log.step(REVOKE, this::revokeStored);
        if (record.revokeUntil().isPresent() && log.isPending(REVOKE)) {
            return receipt();
        }
        log.step(DESTROY, this::destroyKeys);
        return finish();
    }

    private LogoutReceipt finish() {
        log.step(MOVE, this::move);
        log.step(PROVE, this::prove);
        return receipt();
    }

    private LogoutReceipt receipt() {
        if (alone != null) {
            alone.close();
        }
        return new LogoutReceipt(
                record.user(), incarnation.id(), log.steps(), home.places().roots());
    }

    private StepResult stop(@Nullable RunningClient<?> client, Runnable letGo) throws Exception {
        try {
            if (client != null) {
                client.stop();
            }
        } finally {
            letGo.run();
        }
        return awaitOthers();
    }

    private StepResult awaitOthers() {
        Optional<Lease> lease = home.alive(incarnation, LeaseMode.EXCLUSIVE, OTHERS);
        alone = lease.orElse(null);
        return lease.isPresent()
                ? StepResult.done("nobody has the account open")
                : StepResult.pending("another process has the account open");
    }

    private StepResult revokeStored() {
        if (record.revoked()) {
            return StepResult.done("the server has ended it before");
        }
        if (!home.hasKeyset(incarnation)) {
            return StepResult.skipped("not revoked: keys were destroyed before");
        }
        try {
            return home.storedSession(incarnation)
                    .map(this::revokeStored)
                    .orElseGet(() -> StepResult.skipped("not revoked: there is no session"));
        } catch (HoldfastException e) {
            return notRevoked(Optional.empty(), e.code());
        }
    }

    private StepResult revokeStored(Session session) {
        Revoker revoker = home.revoker();
        return revoker == null ? notRevoked(Optional.of(session), "no client factory") : revoke(session, revoker);
    }

    private StepResult revoke(Session session, Revoker revoker) {
        try {
            Clients.revoke(revoker, session);
        } catch (Exception e) {
            return notRevoked(Optional.of(session), kind(e));
        }
        note(record.withRevoked());
        return StepResult.done("the server has ended it");
    }

    /** What was thrown, without its text, which may tell more than it should. */
    private static String kind(Exception e) {
        Throwable thrown = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return thrown.getClass().getSimpleName();
    }

    /**
     * Pending only for a ticket: once an account's keys are gone nothing here knows its token any more.
     *
     * @param session empty if it cannot be read
     */
    private StepResult notRevoked(Optional<Session> session, String why) {
        if (record.revokeUntil().filter(until -> home.now().isBefore(until)).isPresent()) {
            return StepResult.pending("not revoked yet: " + why);
        }
        return StepResult.skipped(
                "not revoked: " + why + session.map(this::keptForLater).orElse(""));
    }

    private String keptForLater(Session session) {
        return home.revokeUntil(record)
                .map(until -> Ticket.issue(home, record.user(), session, until))
                .orElse("");
    }

    private void note(JournalRecord known) {
        record = known;
        home.journal().note(incarnation, known);
    }

    /** A change of keys that went on when the log-out began may have made more: from then on nobody can. */
    private void noteKeys() {
        Set<KeyRef> all = new LinkedHashSet<>(record.keys());
        if (all.addAll(keys(home, incarnation))) {
            note(record.withKeys(List.copyOf(all)));
        }
    }

    private StepResult destroyKeys() {
        noteKeys();
        home.keys().destroyKeyset(incarnation.scope());
        List<String> open = new ArrayList<>();
        boolean root = false;
        for (KeyRef key : record.keys()) {
            KeyDestruction destruction = home.keys().destroyKey(key);
            if (destruction instanceof KeyDestruction.Pending pending) {
                open.add(key.provider() + ": " + pending.why());
            }
            root |= destruction instanceof KeyDestruction.RootRemains;
        }
        if (!open.isEmpty()) {
            return StepResult.pending(String.join("; ", open));
        }
        if (record.keys().isEmpty()) {
            return StepResult.skipped("no key of the account is known");
        }
        return StepResult.done(
                root
                        ? "copies stay readable to who has the root key"
                        : "the provider has the key no more; copies are unreadable");
    }

    private static StepResult clear(ClearReport report) {
        boolean all = report.failed().isEmpty() && report.pending().isEmpty();
        return all ? StepResult.done(report.cleared().size() + " cleared") : StepResult.pending(report.toString());
    }

    private StepResult move() {
        home.roster().forgetPointers(incarnation, record.user());
        home.storage().purge(incarnation.scope());
        for (Path root : home.places().roots()) {
            home.places().discard(root, incarnation);
        }
        return StepResult.done("data, cache, runtime");
    }

    private StepResult prove() {
        if (home.storage().exists(incarnation.scope())
                || home.places().roots().stream().anyMatch(root -> home.places().exists(root, incarnation))) {
            return StepResult.pending("something of the account is still there");
        }
        if (log.hasPending()) {
            return StepResult.pending("after the steps above");
        }
        home.journal().forget(incarnation);
        return StepResult.done("nothing of the account is left");
    }

    /** What a step came to, for the receipt. */
    record StepResult(Outcome outcome, String detail) {

        static StepResult done(String detail) {
            return new StepResult(Outcome.DONE, detail);
        }

        static StepResult skipped(String detail) {
            return new StepResult(Outcome.SKIPPED, detail);
        }

        static StepResult pending(String detail) {
            return new StepResult(Outcome.PENDING, detail);
        }

        /** A step that threw: the message of our own errors, the kind of others, never a value. */
        static StepResult failed(Exception e) {
            return pending(kind(e));
        }

        static String kind(Exception e) {
            return e instanceof HoldfastException own
                    ? own.code()
                    : e.getClass().getSimpleName();
        }
    }
}
