// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

/**
 * A room as the client knows it now.
 *
 * @param id such as {@code !x:example.org}
 * @param name what to show: its name, else the names of who is in it, else its id
 * @param membership what the user is to it
 * @param protection whether what is said in it is encrypted
 */
public record Room(String id, String name, Membership membership, Protection protection) {

    /** What a user is to a room. */
    public enum Membership {
        /** In it. */
        JOINED,
        /** Asked to come. */
        INVITED,
        /** Neither, any more or yet. */
        OUTSIDE
    }

    /** How what is said in a room is protected from its server. */
    public enum Protection {
        /** Encrypted from end to end. */
        ENCRYPTED,
        /** Not at all. */
        NONE
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Room[" + id + "]";
    }
}
