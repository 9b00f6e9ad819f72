// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The end of a session. */
@Command(
        name = "log-out",
        description = "Ends the session at the server and destroys everything that is kept of it here; prints what was"
                + " done.",
        mixinStandardHelpOptions = true)
final class LogOut implements Callable<Integer> {

    @ParentCommand
    private Main matrix;

    @Spec
    private CommandSpec spec;

    /** The client is not started: what is to be ended may be what keeps it from starting. */
    @Override
    public Integer call() {
        try (Holdfast app = matrix.home().openKnown()) {
            app.sessions(Home.CLIENTS);
            LogoutReceipt receipt = app.account(matrix.home().user(app, spec)).logOut();
            spec.commandLine().getOut().println(receipt);
            spec.commandLine().getOut().flush();
            return receipt.isComplete() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
