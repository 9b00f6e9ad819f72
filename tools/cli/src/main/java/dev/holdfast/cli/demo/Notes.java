// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.Schema;

/** A document of the app, of one line. */
record Notes(String line) {

    static final Schema<Notes> SCHEMA = Schema.of("notes", Notes.class, new Notes(""));
}
