// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What each of the commands does with a session that was saved. */
@Command
abstract class ChatCommand implements Runnable {

    @ParentCommand
    private Main matrix;

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        check();
        matrix.home().restored(spec, this::run);
    }

    /** Looks at the arguments, before anything is opened. */
    void check() {}

    /** Does it. */
    abstract void run(Chat chat);

    ParameterException wrongUse(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
