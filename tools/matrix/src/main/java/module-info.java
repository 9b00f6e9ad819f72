// SPDX-License-Identifier: Apache-2.0

/** A Matrix chat on the command line. Exports nothing: it is run, not called. */
module dev.holdfast.matrix.cli {
    requires dev.holdfast.cli;
    requires dev.holdfast.matrix;
    requires static transitive org.jspecify;

    opens dev.holdfast.matrix.cli to
            info.picocli;
}
