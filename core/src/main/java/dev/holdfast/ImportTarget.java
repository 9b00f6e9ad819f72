// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The account that a session file becomes. It is live from the moment that its note says what it is made of, and before it
 * has a session: what is taken back has nothing that a server could revoke, and nothing that was moved. As long as this is
 * not closed nobody runs its client.
 */
final class ImportTarget implements AutoCloseable {

    private final Home home;
    private final Account account;
    private final Lease run;
    private final Optional<Path> database;
    private ImportNote note;

    private ImportTarget(Home home, Account account, Lease run, ImportNote note, Optional<Path> database) {
        this.home = home;
        this.account = account;
        this.run = run;
        this.database = database;
        this.note = note;
    }

    /**
     * A new one.
     *
     * @throws KnownAccountException if the user got one meanwhile
     */
    static ImportTarget begin(Holdfast app, Home home, String user, byte[] file, Optional<Path> database) {
        OpenAccount open = new OpenAccount(home, home.newIncarnation());
        Lease run = open.tryRun(LeaseMode.EXCLUSIVE)
                .orElseThrow(() -> Problems.busy(open.incarnation().scope()));
        ImportNote note = ImportNote.of(file, database);
        Account account = null;
        try {
            open.begin();
            open.imported().set(note);
            account = app.adopt(open, user);
            commit(home, open.incarnation(), user);
            return new ImportTarget(home, account, run, note, database);
        } catch (Throwable e) {
            Cleanup cleanup = Cleanup.of(run::close);
            cleanup.run(account != null ? account::close : open::close);
            cleanup.run(() -> Logouts.takeBack(home, open.incarnation()).resume());
            cleanup.addTo(e);
            throw e;
        }
    }

    private static void commit(Home home, Incarnation incarnation, String user) {
        home.roster().account(incarnation).set(new AccountRecord(user));
        home.roster().claim(incarnation, user);
        home.endSignIn(incarnation);
    }

    /**
     * One that is there.
     *
     * @throws KnownAccountException if it was not made of this file
     */
    static ImportTarget resume(Home home, Account account, SessionFile file, byte[] content) {
        OpenAccount open = account.open();
        Lease run = open.tryRun(LeaseMode.EXCLUSIVE).orElseThrow(() -> Problems.inUse(account.toString()));
        try {
            open.sealed().unlock();
            ImportNote note = Home.readable(open.imported());
            if (!note.isOf(content)) {
                throw ImportProblems.known(account.user(), file.path());
            }
            Optional<Path> database = note.hasDatabase() ? Optional.of(Path.of(note.from())) : Optional.empty();
            return new ImportTarget(home, account, run, note, database);
        } catch (Throwable e) {
            run.close();
            throw e;
        }
    }

    String user() {
        return account.user();
    }

    boolean hasDatabase() {
        return note.hasDatabase();
    }

    private Incarnation incarnation() {
        return account.open().incarnation();
    }

    /** As {@link Home#storedSession} says. */
    Optional<Session> stored() {
        return home.storedSession(incarnation());
    }

    /** Seals a session; when it returns it was read back. */
    void seal(Session session, SessionFile file) {
        account.open().handle(SavedSession.NONE).save(session);
        if (!stored().equals(Optional.of(session))) {
            throw ImportProblems.notReadBack(file.path());
        }
    }

    /** The file has other content now. */
    void remake(byte[] file) {
        note = note.withFile(file);
        account.open().imported().set(note);
    }

    /** Moves the database into a store, unless that is done; where it was, if it was moved now. */
    Optional<Path> moveDatabase(String store, SessionFile file) {
        return database.filter(source -> moveDatabase(source, store, file));
    }

    private boolean moveDatabase(Path source, String store, SessionFile file) {
        home.requireLive(incarnation());
        requireMovable(source, store);
        boolean moved = moved(source, store);
        if (!moved && !home.places().hasStore(incarnation(), store) && file.requiresDatabase()) {
            throw ImportProblems.noDatabase(source);
        }
        return moved;
    }

    private void requireMovable(Path source, String store) {
        if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            OldDatabase.requireUnused(source);
            if (home.places().isStoreFilled(incarnation(), store)) {
                throw ImportProblems.storeTaken(home.places().storePlace(incarnation(), store), source);
            }
        }
    }

    private boolean moved(Path source, String store) {
        try {
            return home.places().moveIntoStore(source, incarnation(), store);
        } catch (HoldfastException e) {
            throw ImportProblems.notMoved(source, e);
        }
    }

    /** Who is to be restored at the next start, unless somebody is. */
    void becomeLatest() {
        if (home.roster().latestUser().isEmpty()) {
            home.roster().use(incarnation());
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
