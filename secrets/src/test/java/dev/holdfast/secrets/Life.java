// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/** Ends after a number of steps. */
final class Life {

    private int left;

    Life(int steps) {
        this.left = steps;
    }

    void step() {
        if (left-- <= 0) {
            throw new Killed();
        }
    }

    /** No exception that anybody handles. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }
}
