// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/**
 * Data of a newer version that this code may open, kept to be changed no further than it knows them.
 *
 * @param stamp of the newer version
 * @param stored the data
 * @param known the same data as this code would write them
 */
record Newer(Stamp stamp, JsonValue stored, JsonValue known) {

    /** The data with a value in the place of what this code knows of them. */
    Newer with(Slice encoded) {
        JsonValue next = JsonReader.parse(encoded);
        return new Newer(stamp, Merge.of(stored, known, next), next);
    }

    /** The bytes to store. */
    Slice data(Layout layout) {
        return Slice.of(JsonPrinter.print(stored, layout, 1));
    }
}
