// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this module logs, from now until it is closed; kept from the console meanwhile. */
final class LogRecorder extends Handler {

    private final Logger logger = Logger.getLogger("dev.holdfast.secrets");
    private final List<String> messages = new ArrayList<>();

    LogRecorder() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** Each behind its level. */
    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord logged) {
        messages.add(logged.getLevel() + " " + MessageFormat.format(logged.getMessage(), logged.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
