// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.log;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Warnings and errors, each as one line. Of an exception only the class is told: its text could carry a stored value. */
record LineLogger(String name, Consumer<String> lines) implements System.Logger {

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.compareTo(Level.WARNING) >= 0 && level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            String cause = thrown == null ? "" : " (" + thrown.getClass().getName() + ")";
            lines.accept(level + ": " + localized(bundle, message) + cause);
        }
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object @Nullable ... values) {
        if (isLoggable(level)) {
            String pattern = localized(bundle, format);
            String message = values == null || values.length == 0 ? pattern : MessageFormat.format(pattern, values);
            lines.accept(level + ": " + message);
        }
    }

    private static String localized(@Nullable ResourceBundle bundle, @Nullable String key) {
        String text = String.valueOf(key);
        return bundle != null && bundle.containsKey(text) ? bundle.getString(text) : text;
    }
}
