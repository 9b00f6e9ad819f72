// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand. Public for {@code holdfast}, in the package above. */
@Command(
        name = "keys",
        description = "Shows and changes how the accounts of an app are protected.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListKeys.class, MoveKeys.class, RotateKeys.class, FinishRotation.class})
public final class Keys implements Runnable {

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public Keys() {}

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See below.");
    }
}
