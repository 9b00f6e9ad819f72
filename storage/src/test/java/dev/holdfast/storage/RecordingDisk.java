// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers the calls, each with the name of the file. */
final class RecordingDisk extends WrappedDisk {

    private final List<String> calls = new ArrayList<>();

    @Override
    synchronized void before(String call, Path path) {
        calls.add(call + " " + path.getFileName());
    }

    /** The calls since the last time this was asked, generations' numbers as N. */
    synchronized List<String> take() {
        List<String> taken =
                calls.stream().map(call -> call.replaceAll("~[0-9]+", "~N")).toList();
        calls.clear();
        return taken;
    }
}
