// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the library logs while the demo runs; what comes again is told once. Safe for use by any number of threads. */
final class Log {

    private final Set<String> seen = new LinkedHashSet<>();
    private final List<String> fresh = new ArrayList<>();

    synchronized void add(String line) {
        if (seen.add(line)) {
            fresh.add(line);
        }
    }

    /** The lines since the last take. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    synchronized boolean has(String part) {
        return seen.stream().anyMatch(line -> line.contains(part));
    }
}
