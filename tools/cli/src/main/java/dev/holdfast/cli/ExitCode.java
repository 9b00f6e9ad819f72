// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import picocli.CommandLine;

/** What a command tells the shell. The launcher adds 69 and 70, of sysexits.h, for what it could not start. */
public final class ExitCode {

    /** Done. */
    public static final int OK = CommandLine.ExitCode.OK;

    /** Not done; the message says what is safe. */
    public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    /** Used wrongly; nothing was done. */
    public static final int USAGE = CommandLine.ExitCode.USAGE;

    private ExitCode() {}
}
