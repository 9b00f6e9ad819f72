// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.storage.HoldfastException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells a person of a failure, on stderr. Holdfast's own message is complete. Of any other exception only the class and
 * the frames are shown: its text could carry a stored value.
 */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof HoldfastException) {
            err.println(failure.getMessage());
        } else {
            printDefect(failure, err);
        }
        err.flush();
        return ExitCode.FAILED;
    }

    /** Nobody has read what the command had to say, so it has not done its job, whatever else it did. */
    static int outputLost(CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("HF-0602: the output could not be written. Safe: what the command did is done."
                + " Next: look at where the output goes, and run it again.");
        err.flush();
        return ExitCode.FAILED;
    }

    private static void printDefect(Exception failure, PrintWriter err) {
        err.println("HF-0601: a defect of this command, " + failure.getClass().getName()
                + ". Safe: what was acknowledged before. Next: report it with the lines below.");
        for (StackTraceElement frame : failure.getStackTrace()) {
            err.println("    at " + frame);
        }
    }
}
