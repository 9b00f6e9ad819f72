// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is stored around a document's data.
 *
 * @param stamp the form of the data
 * @param sequence of the save; 0 if it has none
 * @param time when it was saved, as it stands there
 * @param whole whether a checksum is there and matches
 * @param data the bytes of the data
 * @param tree the data as a tree, if it was parsed on the way
 */
record Envelope(
        Stamp stamp, long sequence, Optional<String> time, boolean whole, Slice data, Optional<JsonValue> tree) {

    /** Clocks of file systems are coarse, and a save takes a while. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /**
     * Whether a foreign hand may have written it: the file's time is later than the last save of ours. A block gone stale
     * on the medium still parses, but changes no time.
     */
    boolean isEdited(Instant modified) {
        return saved().map(time -> modified.isAfter(time.plus(TOLERANCE))).orElse(true);
    }

    /** When it was saved, by the writer's clock; empty if that does not stand there. */
    Optional<Instant> saved() {
        try {
            return time.map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    long version() {
        return stamp.version();
    }

    /** The data as a tree. */
    JsonValue parsed() {
        return tree.orElseGet(() -> JsonReader.parse(data));
    }
}
