// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.OptionalLong;

/**
 * What an envelope says of the form of its data.
 *
 * @param version of the schema that they have
 * @param oldestReader the oldest version whose code may open them; empty if only this one's and newer
 */
record Stamp(long version, OptionalLong oldestReader) {

    /** Whether code of a version may open the data, with what it does not know kept. */
    boolean admits(int reader) {
        return oldestReader.isPresent() && oldestReader.getAsLong() <= reader;
    }
}
