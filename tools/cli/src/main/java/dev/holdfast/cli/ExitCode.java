// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import picocli.CommandLine;

/** What the command tells the shell. The launcher adds 69 and 70, of sysexits.h, for what it could not start. */
final class ExitCode {

    static final int OK = CommandLine.ExitCode.OK;
    static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    static final int USAGE = CommandLine.ExitCode.USAGE;

    private ExitCode() {}
}
