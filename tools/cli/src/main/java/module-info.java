// SPDX-License-Identifier: Apache-2.0

/** The holdfast command. Exports nothing: it is run, not called. */
module dev.holdfast.cli {
    requires dev.holdfast;
    requires info.picocli;
    requires static transitive org.jspecify;

    opens dev.holdfast.cli to
            info.picocli;
    opens dev.holdfast.cli.demo;
    opens dev.holdfast.cli.keys to
            info.picocli;

    provides System.LoggerFinder with
            dev.holdfast.cli.log.CommandLog;
}
