// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.Schema;
import java.util.List;

/** A document of the app, version 1, for which a newer release exists in some other place. */
record Settings(String theme, List<String> pinned) {

    static final Schema<Settings> SCHEMA = Schema.of("settings", Settings.class, new Settings("light", List.of()));

    Settings dark() {
        return new Settings("dark", pinned);
    }
}
