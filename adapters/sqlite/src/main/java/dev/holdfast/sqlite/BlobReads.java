// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read of a storage in a database, by one statement each, and so of one state. */
final class BlobReads implements AutoCloseable {

    private static final String OF_BLOB =
            " FROM version v JOIN scope s ON s.id = v.scope WHERE s.path = ? AND v.name = ?";
    private static final String STORED = "SELECT v.revision, v.written, length(b.bytes),"
            + " CASE WHEN length(b.bytes) <= ? THEN b.bytes END"
            + " FROM version v JOIN scope s ON s.id = v.scope JOIN body b ON b.revision = v.revision"
            + " WHERE s.path = ? AND v.name = ?";

    private final Sql sql;
    private final int maxBytes;

    BlobReads(Sql sql, int maxBytes) {
        this.sql = sql;
        this.maxBytes = maxBytes;
    }

    boolean exists(Scope scope) {
        return sql.prepare("SELECT count(*) FROM scope WHERE path = ?")
                        .bind(path(scope))
                        .number()
                > 0;
    }

    List<Scope> below(Scope parent) {
        List<Scope> found = new ArrayList<>();
        sql.prepare("SELECT path FROM scope WHERE path <> ''").each(row -> {
            Scope scope = Scope.of(row.text(0).split("/"));
            int depth = scope.path().size() - 1;
            if (depth == parent.path().size() && scope.path().subList(0, depth).equals(parent.path())) {
                found.add(scope);
            }
        });
        return found;
    }

    Optional<Stored> read(BlobName name) {
        return blob(STORED + " AND v.place = " + BlobLayout.CURRENT, name).first(row -> stored(name, row));
    }

    Optional<Stored> read(BlobName name, Revision revision) {
        return number(revision)
                .flatMap(number -> blob(STORED + " AND v.revision = ? AND v.place < " + BlobLayout.ASIDE, name)
                        .bind(number)
                        .first(row -> stored(name, row)));
    }

    private Stmt blob(String select, BlobName name) {
        return sql.prepare(select).bind(maxBytes).bind(path(name.scope())).bind(utf8(name));
    }

    private Stored stored(BlobName name, Row row) {
        Revision revision = revision(row.number(0));
        long length = row.number(2);
        if (length > maxBytes) {
            throw Problems.tooLarge(name, revision, length, maxBytes);
        }
        return new Stored(revision, row.bytes(3), instant(row.number(1)));
    }

    Revision revision(BlobName name) {
        return sql.prepare("SELECT v.revision" + OF_BLOB + " AND v.place = " + BlobLayout.CURRENT)
                .bind(path(name.scope()))
                .bind(utf8(name))
                .first(row -> revision(row.number(0)))
                .orElse(Revision.ABSENT);
    }

    List<BlobName> list(Scope scope) {
        return List.copyOf(revisions(scope).keySet());
    }

    /** What is current in a scope. */
    Map<BlobName, Revision> revisions(Scope scope) {
        Map<BlobName, Revision> found = new HashMap<>();
        sql.prepare(
                        "SELECT v.name, v.revision FROM version v JOIN scope s ON s.id = v.scope WHERE s.path = ? AND v.place = "
                                + BlobLayout.CURRENT)
                .bind(path(scope))
                .each(row -> found.put(name(scope, row), revision(row.number(1))));
        return found;
    }

    private static BlobName name(Scope scope, Row row) {
        return scope.blob(new String(row.bytes(0), StandardCharsets.UTF_8));
    }

    List<BlobName> listKept(Scope scope) {
        List<BlobName> found = new ArrayList<>();
        sql.prepare(
                        "SELECT DISTINCT v.name FROM version v JOIN scope s ON s.id = v.scope WHERE s.path = ? AND v.place < "
                                + BlobLayout.ASIDE)
                .bind(path(scope))
                .each(row -> found.add(name(scope, row)));
        return found;
    }

    List<Generation> history(BlobName name) {
        List<Generation> found = new ArrayList<>();
        sql.prepare("SELECT v.revision, v.written, v.pinned" + OF_BLOB + " AND v.place = " + BlobLayout.EARLIER
                        + " ORDER BY v.revision DESC")
                .bind(path(name.scope()))
                .bind(utf8(name))
                .each(row ->
                        found.add(new Generation(revision(row.number(0)), instant(row.number(1)), row.number(2) != 0)));
        return found;
    }

    /** Brings the log home, as far as others let it. */
    void emptyLog() {
        sql.emptyLog();
    }

    @Override
    public void close() {
        sql.close();
    }

    static String path(Scope scope) {
        return String.join("/", scope.path());
    }

    static byte[] utf8(BlobName name) {
        return name.name().getBytes(StandardCharsets.UTF_8);
    }

    static Revision revision(long number) {
        return new Revision(Long.toString(number));
    }

    /** Empty if nothing of ours has such a revision. */
    static Optional<Long> number(Revision revision) {
        return revision.text().matches("[1-9][0-9]{0,17}")
                ? Optional.of(Long.valueOf(revision.text()))
                : Optional.empty();
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
