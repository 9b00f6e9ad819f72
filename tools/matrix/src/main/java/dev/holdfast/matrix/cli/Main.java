// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Tool;
import dev.holdfast.cli.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command. A subcommand is a class of this package, named in {@code subcommands}. */
@Command(
        name = "holdfast matrix",
        description = "A Matrix chat on the command line: the smallest real app on Holdfast.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done",
            ExitCode.FAILED + ":failed, the message says what is safe",
            ExitCode.USAGE + ":used wrongly, nothing was done",
            "69:the launcher found no Java or no Maven",
            "70:the launcher could not build the command",
            "130:ended by Ctrl-C"
        },
        subcommands = {SignIn.class, Rooms.class, Join.class, Tail.class, Send.class, Talk.class, LogOut.class})
final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Home home = new Home();

    @Option(
            names = "--restore",
            scope = ScopeType.INHERIT,
            description =
                    "Go on with the saved session, as every command but sign-in does; without a command: say how it"
                            + " stands.")
    private boolean isRestore;

    private Main() {}

    public static void main(String[] args) {
        Tool.run(commandLine(), args);
    }

    static CommandLine commandLine() {
        return Tool.commandLine(new Main());
    }

    /** Where the session is kept, and whose it is. */
    Home home() {
        return home;
    }

    @Override
    public void run() {
        if (!isRestore) {
            throw new ParameterException(spec.commandLine(), "Which command? See below.");
        }
        home.restored(spec, new Status());
    }
}
