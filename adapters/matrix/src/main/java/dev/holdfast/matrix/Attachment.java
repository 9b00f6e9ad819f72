// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.util.OptionalLong;

/**
 * A file, or a picture, that was sent with a message; {@link MatrixClient#download} gives its content.
 *
 * @param room where
 * @param event the message's id
 * @param name what its sender calls it: no path, and nothing to be trusted
 * @param type what its sender says that it is, such as {@code image/png}
 * @param size what its sender says that it has, in bytes
 */
public record Attachment(String room, String event, String name, String type, OptionalLong size) {

    /** Where it is, not what. */
    @Override
    public String toString() {
        return "Attachment[" + event + " in " + room + "]";
    }
}
