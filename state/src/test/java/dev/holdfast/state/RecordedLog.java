// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the package logs until this is closed, and what else a test adds. */
final class RecordedLog extends Handler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.holdfast.state");

    private final List<String> lines = new ArrayList<>();

    RecordedLog() {
        setLevel(Level.ALL);
        LOG.setLevel(Level.ALL);
        LOG.setUseParentHandlers(false);
        LOG.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    void add(String line) {
        lines.add(line);
    }

    /** With its stack trace, which quotes what its causes say. */
    void add(Throwable thrown) {
        StringWriter all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all));
        lines.add(all.toString());
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + line.getMessage());
        if (line.getThrown() != null) {
            add(line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.removeHandler(this);
    }
}
