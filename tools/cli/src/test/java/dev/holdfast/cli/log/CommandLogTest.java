// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLogTest {

    private final List<String> lines = new ArrayList<>();
    private final System.Logger logger = new LineLogger("some.name", lines::add);

    @Test
    void thePlatformFindsIt() {
        CommandLog.sendTo(lines::add);
        System.getLogger("a.logger").log(Level.WARNING, "a text of {0}", 1);
        assertThat(lines).containsExactly("WARNING: a text of 1");
    }

    @Test
    void whatIsBelowAWarningIsNotTold() {
        logger.log(Level.INFO, "text");
        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.isLoggable(Level.OFF)).isFalse();
        assertThat(lines).isEmpty();
    }

    @Test
    void ofAnExceptionOnlyTheClassIsTold() {
        logger.log(Level.ERROR, "it failed", new IllegalStateException("canary"));
        assertThat(lines).containsExactly("ERROR: it failed (java.lang.IllegalStateException)");
    }

    @Test
    void aTextWithoutValuesIsToldAsItIs() {
        logger.log(Level.ERROR, "the app's {file}");
        assertThat(lines).containsExactly("ERROR: the app's {file}");
    }
}
