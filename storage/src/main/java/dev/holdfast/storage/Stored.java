// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;

/**
 * What was stored: a revision, its bytes (the reader's own), and when they were written, as far as the medium tells.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Stored(Revision revision, byte[] bytes, Instant modified) {

    /** The size alone: content never shows in a log. */
    @Override
    public String toString() {
        return "Stored[" + bytes.length + " bytes]";
    }
}
