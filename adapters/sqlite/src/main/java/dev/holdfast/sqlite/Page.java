// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.ArrayList;
import java.util.List;

/** Some rows, as many as may be in memory at once. */
final class Page {

    private static final int MOST = 500;
    private static final int MOST_BYTES = 1 << 20;

    private final List<Sealed> rows = new ArrayList<>();
    private long bytes;

    /**
     * One row.
     *
     * @param id its number
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Sealed(long id, byte[] key, byte[] sealed) {}

    /** A page of what a query gives: id, key and sealed content. */
    static Page of(Stmt query) {
        Page page = new Page();
        query.eachWhile(row -> page.add(new Sealed(row.number(0), row.bytes(1), row.bytes(2))));
        return page;
    }

    /** Whether there is room for another one. */
    private boolean add(Sealed row) {
        rows.add(row);
        bytes += row.sealed().length;
        return rows.size() < MOST && bytes < MOST_BYTES;
    }

    List<Sealed> rows() {
        return rows;
    }

    /** The last row. There is one. */
    Sealed last() {
        return rows.get(rows.size() - 1);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }
}
