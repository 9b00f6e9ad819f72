// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import java.time.Duration;

/**
 * How clients are made.
 *
 * @param deviceName what the user's list of devices shows
 * @param question for how long a restore waits for the server to say whether it knows the session
 * @param mediaBytes how much is kept of pictures and files that the server has, too
 */
public record Settings(String deviceName, Duration question, long mediaBytes) {

    private static final long MEDIA_BYTES = 256L << 20;

    /** The defaults. */
    public static Settings of(String deviceName) {
        return new Settings(deviceName, Duration.ofSeconds(3), MEDIA_BYTES);
    }

    /** The same, with another wait. */
    public Settings withQuestion(Duration atMost) {
        return new Settings(deviceName, atMost, mediaBytes);
    }

    /** The same, with another room for media. */
    public Settings withMedia(long bytes) {
        return new Settings(deviceName, question, bytes);
    }
}
