// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.Optional;

/**
 * Data of a newer version that this code may open: what it must leave as it is when it writes.
 *
 * @param stamp of the newer version
 * @param unknown what this code's type does not know
 */
record Newer(Stamp stamp, Optional<Unknown> unknown) {

    /** The data with what this code does not know put back. */
    Slice whole(Slice known, Layout layout) {
        return unknown.map(it -> it.into(JsonReader.parse(known)))
                .map(tree -> Slice.of(JsonPrinter.print(tree, layout, 1)))
                .orElse(known);
    }
}
