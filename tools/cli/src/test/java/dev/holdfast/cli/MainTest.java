// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theVersionNamesTheReleaseAndTheJava() {
        assertThat(run(Main.commandLine(), "--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("(?s)holdfast \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+, .+\\)\\s+");
    }

    @Test
    void theHelpListsTheExitCodesWithin80Columns() {
        assertThat(run(Main.commandLine(), "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Exit codes:", "69", "70");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void noCommandAndAnUnknownOneAreUsageErrors() {
        assertThat(run(Main.commandLine())).isEqualTo(ExitCode.USAGE);
        assertThat(run(Main.commandLine(), "no-such-command")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: holdfast");
    }

    @Test
    void aProblemIsToldInItsOwnWords() {
        Problem problem = new Problem("HF-0102", "it is gone", "/place", "nothing was written", "sign in again");
        assertThat(runFailing(new HoldfastException(problem))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualToIgnoringNewLines(problem.toString());
    }

    @Test
    void theTextOfAForeignExceptionIsNeverShown() {
        assertThat(runFailing(new IllegalStateException("canary"))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains(
                        "HF-0601", "java.lang.IllegalStateException", getClass().getName())
                .doesNotContain("canary");
    }

    private int runFailing(Exception failure) {
        return run(Main.commandLine().addSubcommand(new Failing(failure)), "fail");
    }

    private int run(CommandLine command, String... args) {
        return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @Command(name = "fail")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
