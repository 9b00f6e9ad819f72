// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How far to look back. */
final class Last {

    private static final int MOST = 10_000;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many messages of each room, 0 to 10000 (default: ${DEFAULT-VALUE}).")
    private int messages;

    void check() {
        if (messages < 0 || messages > MOST) {
            throw new ParameterException(spec.commandLine(), "--last is 0 to " + MOST + ".");
        }
    }

    int messages() {
        return messages;
    }
}
