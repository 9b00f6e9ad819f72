// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was said, or sent, in a room.
 *
 * @param room where
 * @param event its id
 * @param sender who
 * @param time when, by the sender's server
 * @param text what; empty if it cannot be decrypted, or not yet
 * @param attachment the file that came with it
 */
public record Message(
        String room,
        String event,
        String sender,
        Instant time,
        Optional<String> text,
        Optional<Attachment> attachment) {

    /** Where it is, not what was said. */
    @Override
    public String toString() {
        return "Message[" + event + " in " + room + "]";
    }
}
