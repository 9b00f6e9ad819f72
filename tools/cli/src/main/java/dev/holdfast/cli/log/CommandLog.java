// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.log;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The log of the command, found by the platform as a service: warnings and errors, each a line on stderr unless they are
 * sent elsewhere. Public for the platform's sake, as services are. Safe for use by any number of threads.
 */
public final class CommandLog extends System.LoggerFinder {

    private static final AtomicReference<Consumer<String>> SINK = new AtomicReference<>(System.err::println);

    /** For the platform. */
    public CommandLog() {}

    /** Sends each line, from now on, to {@code sink}, on the thread that logs it. */
    public static void sendTo(Consumer<String> sink) {
        SINK.set(sink);
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name, line -> SINK.get().accept(line));
    }
}
