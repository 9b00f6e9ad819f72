// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.sqlite.StoreReport.TableSize;
import dev.holdfast.storage.UnreadableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at all of a store, in one state of it. */
final class Survey {

    private static final int MOST_PROBLEMS = 100;
    private static final String WHOLE = "ok";

    private final Session session;
    private final Sql sql;
    private final Map<ByteBuffer, String> tables = new HashMap<>();

    Survey(Session session, Names names) {
        this.session = session;
        this.sql = session.sql();
        names.all().forEach((name, number) -> tables.put(ByteBuffer.wrap(KeyHash.prefix(number)), name));
    }

    StoreReport report(long opens, long logBytes) {
        long page = sql.number("PRAGMA page_size");
        return new StoreReport(
                opens,
                sizes(),
                page * sql.number("PRAGMA page_count"),
                page * sql.number("PRAGMA freelist_count"),
                logBytes,
                sql.prepare("SELECT sqlite_version()").first(row -> row.text(0)).orElse("unknown"));
    }

    private List<TableSize> sizes() {
        List<TableSize> sizes = new ArrayList<>();
        sql.prepare("SELECT substr(key, 1, " + KeyHash.NUMBER_BYTES
                        + "), count(*), sum(length(sealed)) FROM record GROUP BY 1")
                .each(row -> {
                    String[] id = tables.getOrDefault(ByteBuffer.wrap(row.bytes(0)), "unknown ")
                            .split(" ", 2);
                    sizes.add(new TableSize(id[1], id[0], row.number(1), row.number(2)));
                });
        sizes.sort(Comparator.comparing(TableSize::name).thenComparing(TableSize::kind));
        return sizes;
    }

    /** What is wrong, without a key or a value. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        try {
            addPageProblems(problems);
            long damaged = problems.isEmpty() ? damagedRecords() : 0;
            if (damaged > 0) {
                problems.add(damaged + " records do not open");
            }
        } catch (UnreadableException e) {
            problems.add(e.problem().what());
        }
        return problems;
    }

    private void addPageProblems(List<String> problems) {
        sql.prepare("PRAGMA integrity_check(" + MOST_PROBLEMS + ")").each(row -> {
            if (!WHOLE.equals(row.text(0))) {
                problems.add("SQLite: " + row.text(0));
            }
        });
    }

    private long damagedRecords() {
        long[] damaged = new long[1];
        sql.prepare("SELECT key, sealed FROM record").each(row -> {
            try {
                session.open(row.bytes(0), row.bytes(1));
            } catch (UnreadableException e) {
                damaged[0]++;
            }
        });
        return damaged[0];
    }
}
