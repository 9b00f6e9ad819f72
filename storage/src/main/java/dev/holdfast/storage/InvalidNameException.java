// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** A name that cannot be one: of an app, a document, a blob. Nothing was touched. */
public final class InvalidNameException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** @param why as a clause, without the name itself */
    public InvalidNameException(String why) {
        super(new Problem("HF-0103", "not a name: " + why, null, "nothing was touched", "choose another name"));
    }
}
