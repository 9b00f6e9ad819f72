// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.NotRestored;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/** Every problem of this command; {@code docs/errors/matrix.md} lists them. */
final class Problems {

    private static final String UNCHANGED = "nothing was changed";

    private Problems() {}

    static HoldfastException nobody(String where) {
        return new HoldfastException(new Problem(
                "HF-0841",
                "nobody is signed in here",
                Plain.of(where),
                UNCHANGED,
                "sign in, or look at --home and --account"));
    }

    /** The advice is of a sentence or two, and ends itself. */
    static HoldfastException notRestored(NotRestored<?> not) {
        String cause = not.cause()
                .filter(HoldfastException.class::isInstance)
                .map(e -> "; it is " + ((HoldfastException) e).code())
                .orElse("");
        return new HoldfastException(new Problem(
                "HF-0842",
                "the session cannot be gone on with: " + not.reason() + cause,
                Plain.of(not.user()),
                "everything that is kept",
                not.advice().replaceFirst("\\.$", "")));
    }

    static HoldfastException noRoom(String room) {
        return new HoldfastException(new Problem(
                "HF-0843",
                "the user is not in a room of this id or name, and not invited to one",
                Plain.of(room),
                UNCHANGED,
                "look at \"rooms\""));
    }

    static HoldfastException severalRooms(String name) {
        return new HoldfastException(new Problem(
                "HF-0844",
                "several rooms have this name",
                Plain.of(name),
                UNCHANGED,
                "take the id, as \"rooms\" shows it"));
    }

    /** @param refusal what the server said */
    static HoldfastException notEntered(String room, HoldfastException refusal) {
        return new HoldfastException(
                new Problem(
                        "HF-0846",
                        "the server knows no room of this id or alias, or does not let the user in",
                        Plain.of(room),
                        UNCHANGED,
                        "ask somebody who is in it for an invitation"),
                refusal);
    }

    static HoldfastException noPassword(String where, String why) {
        return new HoldfastException(new Problem(
                "HF-0845", "there is no password: " + why, where, "nothing was sent", "give it as one line of UTF-8"));
    }
}
