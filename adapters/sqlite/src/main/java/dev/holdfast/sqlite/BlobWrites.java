// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static dev.holdfast.sqlite.BlobReads.path;
import static dev.holdfast.sqlite.BlobReads.utf8;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Conflict;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is changed in a storage in a database, within one transaction. What is refused has changed nothing. */
final class BlobWrites {

    private static final long NONE = 0;
    private static final Scope RETIREMENTS = Scope.of("any").retirement().scope();

    private final Sql sql;
    private final int generations;
    private final Map<Scope, Long> writable = new HashMap<>();

    BlobWrites(Sql sql, int generations) {
        this.sql = sql;
        this.generations = generations;
    }

    void create(Scope scope) {
        List<Scope> path = IntStream.rangeClosed(1, scope.path().size())
                .mapToObj(depth -> new Scope(scope.path().subList(0, depth)))
                .toList();
        if (path.stream().anyMatch(this::isRetired)) {
            throw new ScopeGoneException(scope);
        }
        path.forEach(each -> sql.prepare("INSERT OR IGNORE INTO scope (path) VALUES (?)")
                .bind(path(each))
                .update());
    }

    Replacement replace(BlobName name, Revision expected, byte[] bytes, long written) {
        long scope = writable(name);
        byte[] utf8 = utf8(name);
        long current = current(scope, utf8);
        if (!revision(current).equals(expected)) {
            return new Conflict();
        }
        long revision = insert(scope, utf8, bytes, written);
        if (current != NONE) {
            sql.prepare("UPDATE version SET place = " + BlobLayout.EARLIER + " WHERE revision = ?")
                    .bind(current)
                    .update();
            trim(scope, utf8);
        }
        forget(name);
        return new Replaced(revision(revision));
    }

    private long insert(long scope, byte[] name, byte[] bytes, long written) {
        long revision = sql.prepare("INSERT INTO version (scope, name, place, pinned, written) VALUES (?, ?, "
                        + BlobLayout.CURRENT + ", 0, ?) RETURNING revision")
                .bind(scope)
                .bind(name)
                .bind(written)
                .number();
        sql.prepare("INSERT INTO body VALUES (?, ?)").bind(revision).bind(bytes).update();
        return revision;
    }

    private void trim(long scope, byte[] name) {
        List<Long> surplus = new ArrayList<>();
        sql.prepare("SELECT revision FROM version WHERE scope = ? AND name = ? AND place = " + BlobLayout.EARLIER
                        + " AND pinned = 0 ORDER BY revision DESC LIMIT -1 OFFSET ?")
                .bind(scope)
                .bind(name)
                .bind(generations)
                .each(row -> surplus.add(row.number(0)));
        surplus.forEach(this::drop);
    }

    private void drop(long revision) {
        sql.prepare("DELETE FROM body WHERE revision = ?").bind(revision).update();
        sql.prepare("DELETE FROM version WHERE revision = ?").bind(revision).update();
    }

    Replacement delete(BlobName name, Revision expected) {
        long scope = scope(name.scope());
        byte[] utf8 = utf8(name);
        if (!revision(current(scope, utf8)).equals(expected)) {
            return new Conflict();
        }
        dropAll("scope = ? AND name = ? AND place < " + BlobLayout.ASIDE, scope, utf8);
        forget(name);
        return new Replaced(Revision.ABSENT);
    }

    void forgetHistory(BlobName name) {
        dropAll("scope = ? AND name = ? AND place = " + BlobLayout.EARLIER, scope(name.scope()), utf8(name));
    }

    private void dropAll(String which, long scope, byte[] name) {
        sql.prepare("DELETE FROM body WHERE revision IN (SELECT revision FROM version WHERE " + which + ")")
                .bind(scope)
                .bind(name)
                .update();
        sql.prepare("DELETE FROM version WHERE " + which).bind(scope).bind(name).update();
    }

    Replacement pin(BlobName name, Revision revision) {
        return move("pinned = 1", name, revision) ? new Replaced(revision) : new Conflict();
    }

    /** Whether it was there. */
    boolean setAside(BlobName name, Revision revision) {
        boolean moved = move("place = " + BlobLayout.ASIDE, name, revision);
        forget(name);
        return moved;
    }

    private boolean move(String how, BlobName name, Revision revision) {
        return BlobReads.number(revision)
                .map(number -> sql.prepare("UPDATE version SET " + how
                                        + " WHERE revision = ? AND scope = ? AND name = ? AND place < "
                                        + BlobLayout.ASIDE)
                                .bind(number)
                                .bind(scope(name.scope()))
                                .bind(utf8(name))
                                .update()
                        > 0)
                .orElse(false);
    }

    /** With those below. What it held is overwritten. */
    void purge(Scope scope) {
        sql.run("PRAGMA secure_delete = ON");
        String within = "(SELECT id FROM scope WHERE path = ? OR (path >= ? AND path < ?))";
        purge("DELETE FROM body WHERE revision IN (SELECT revision FROM version WHERE scope IN " + within + ")", scope);
        purge("DELETE FROM version WHERE scope IN " + within, scope);
        purge("DELETE FROM scope WHERE id IN " + within, scope);
        sql.run("PRAGMA secure_delete = OFF");
        writable.clear();
    }

    private void purge(String delete, Scope scope) {
        char afterSlash = '/' + 1;
        sql.prepare(delete)
                .bind(path(scope))
                .bind(path(scope) + '/')
                .bind(path(scope) + afterSlash)
                .update();
    }

    private long writable(BlobName name) {
        return writable.computeIfAbsent(name.scope(), scope -> {
            long id = scope(scope);
            if (id == NONE || isRetired(scope)) {
                throw new ScopeGoneException(name);
            }
            return id;
        });
    }

    private boolean isRetired(Scope scope) {
        if (scope.equals(Scope.HOME)) {
            return false;
        }
        BlobName record = scope.retirement();
        return current(scope(record.scope()), utf8(record)) != NONE;
    }

    /** A change of a retirement record makes other scopes writable, or not. */
    private void forget(BlobName name) {
        if (name.scope().equals(RETIREMENTS)) {
            writable.clear();
        }
    }

    private long scope(Scope scope) {
        return sql.prepare("SELECT id FROM scope WHERE path = ?")
                .bind(path(scope))
                .number();
    }

    private long current(long scope, byte[] name) {
        return sql.prepare(
                        "SELECT revision FROM version WHERE scope = ? AND name = ? AND place = " + BlobLayout.CURRENT)
                .bind(scope)
                .bind(name)
                .number();
    }

    private static Revision revision(long number) {
        return number == NONE ? Revision.ABSENT : BlobReads.revision(number);
    }
}
