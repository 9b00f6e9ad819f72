// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.cli.demo.Demo;
import dev.holdfast.cli.keys.Keys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The holdfast command. A subcommand is a class of this package, named in {@code subcommands}. */
@Command(
        name = "holdfast",
        description = "Durable, private, migratable state for JVM client apps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done",
            ExitCode.FAILED + ":failed, the message says what is safe",
            ExitCode.USAGE + ":used wrongly, nothing was done",
            "69:the launcher found no Java or no Maven",
            "70:the launcher could not build the command"
        },
        footer = "%nFrom a checkout there is a Matrix chat, too: ./holdfast matrix --help",
        subcommands = {Demo.class, Keys.class})
final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        Tool.run(commandLine(), args);
    }

    static CommandLine commandLine() {
        return Tool.commandLine(new Main());
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See below.");
    }
}
