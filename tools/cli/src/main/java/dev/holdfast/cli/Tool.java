// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** How each tool of this project runs, so that all of them fail alike. Public for the tools in other modules. */
public final class Tool {

    private Tool() {}

    /** A tool's command line; for tests, which read what it says. */
    public static CommandLine commandLine(Object command) {
        boolean plain = "dumb".equals(System.getenv("TERM"));
        return new CommandLine(command)
                .setColorScheme(Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.AUTO))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures());
    }

    /** Does what the arguments say, and ends the process. */
    public static void run(CommandLine command, String... arguments) {
        int code = command.execute(arguments);
        System.exit(System.out.checkError() ? Failures.outputLost(command) : code);
    }
}
