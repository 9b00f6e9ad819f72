// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

/** How a client stands with its server. */
public enum SyncState {
    /** It does not sync. */
    STOPPED,
    /** It has begun to, and has not heard of the server yet. */
    STARTING,
    /** It has what the server has. */
    RUNNING,
    /** The server does not answer, or not this user, whom it may have locked; it goes on trying. */
    OFFLINE,
    /** The server knows its session no more; it has stopped. What it has kept is there, until the app decides. */
    REVOKED
}
