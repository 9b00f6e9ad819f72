// SPDX-License-Identifier: Apache-2.0

/** The holdfast command. Exports nothing but what other tools share: it is run, not called. */
@SuppressWarnings("module") // the other tools are compiled after it
module dev.holdfast.cli {
    requires dev.holdfast;
    requires transitive info.picocli;
    requires static transitive org.jspecify;

    exports dev.holdfast.cli to
            dev.holdfast.matrix.cli;

    opens dev.holdfast.cli to
            info.picocli;
    opens dev.holdfast.cli.demo;
    opens dev.holdfast.cli.keys to
            info.picocli;

    provides System.LoggerFinder with
            dev.holdfast.cli.log.CommandLog;
}
