// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.ImportReceipt.Outcome;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account of a session file: a note of what it is made of, the account, its session, its database, and only then
 * the file goes. Cut off anywhere, the next one finds the note and does the rest. One at a time for a home, across
 * processes; used once.
 */
final class SessionImport {

    private static final int TRIES = 10;
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Holdfast app;
    private final Home home;
    private final SessionFile file;
    private final PlainFile plain;
    private final OldSessionReader reader;
    private final List<Problem> warnings = new ArrayList<>();
    private Outcome outcome = Outcome.ALREADY_IMPORTED;
    private Optional<Path> database = Optional.empty();
    private @Nullable ImportTarget target;
    private @Nullable Session session;

    SessionImport(Holdfast app, Home home, SessionFile file) {
        this.app = app;
        this.home = home;
        this.file = file;
        this.plain = new PlainFile(file.path());
        this.reader = new OldSessionReader(file);
    }

    ImportReceipt run() {
        if (!plain.isThere()) {
            return ImportReceipt.nothing(plain.path());
        }
        Lease turn = home.storage()
                .lease(Incarnation.BY_USER, "import", LeaseMode.EXCLUSIVE, TURN)
                .orElseThrow(() -> ImportProblems.busy(plain.path()));
        try {
            return takeOver();
        } finally {
            if (target != null) {
                target.close();
            }
            turn.close();
        }
    }

    private ImportReceipt takeOver() {
        Optional<byte[]> content = plain.read();
        for (int left = TRIES; content.isPresent() && !isTaken(content.get()); left--) {
            if (left == 1) {
                throw ImportProblems.changing(plain.path());
            }
            content = plain.read();
        }
        return receipt();
    }

    /** Takes a content over, and removes the file if that is still its content. */
    private boolean isTaken(byte[] content) {
        try {
            OldSession old = reader.read(content);
            session = target == null ? taken(first(old, content), old) : takenAgain(target, old, content);
            boolean still = plain.stillHolds(content);
            if (still) {
                remove();
            }
            return still;
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private ImportTarget first(OldSession old, byte[] content) {
        Optional<Incarnation> known = home.roster().find(old.user());
        ImportTarget found = known.isPresent()
                ? ImportTarget.resume(home, app.open(known.get(), old.user()), file, content)
                : begin(old, content);
        target = found;
        return found;
    }

    private ImportTarget begin(OldSession old, byte[] content) {
        Optional<Path> from = new OldDatabase(file, home.places()).find(old.database());
        try {
            return ImportTarget.begin(app, home, old.user(), content, from);
        } catch (KnownAccountException e) {
            throw ImportProblems.known(old.user(), plain.path());
        }
    }

    /** What an earlier import sealed may have been exchanged since, and is left as it is. */
    private Session taken(ImportTarget to, OldSession old) {
        Session taken = to.stored().orElseGet(() -> seal(to, old));
        taken.store().flatMap(store -> to.moveDatabase(store, file)).ifPresent(this::moved);
        to.becomeLatest();
        return taken;
    }

    /** The file was written meanwhile. */
    private Session takenAgain(ImportTarget to, OldSession old, byte[] content) {
        if (!to.user().equals(old.user())) {
            throw ImportProblems.changing(plain.path());
        }
        to.remake(content);
        return seal(to, old);
    }

    private Session seal(ImportTarget to, OldSession old) {
        outcome = Outcome.IMPORTED;
        Session session = old.session(to.hasDatabase() ? Optional.of(file.store()) : Optional.empty());
        to.seal(session, file);
        return session;
    }

    private void moved(Path from) {
        outcome = Outcome.IMPORTED;
        database = Optional.of(from);
    }

    private void remove() {
        if (plain.isReadableByOthers()) {
            warn(ImportProblems.exposed(plain.path()));
        }
        try {
            plain.delete();
        } catch (IOException e) {
            warn(ImportProblems.notRemoved(plain.path(), e));
        }
    }

    private void warn(Problem problem) {
        Log.LOGGER.log(Level.WARNING, problem::toString);
        warnings.add(problem);
    }

    private ImportReceipt receipt() {
        return target == null || session == null
                ? ImportReceipt.nothing(plain.path()) // another process was first
                : new ImportReceipt(
                        outcome,
                        plain.path(),
                        Optional.of(target.user()),
                        Optional.ofNullable(session.endpoint().getHost()),
                        session.store(),
                        database,
                        warnings);
    }
}
