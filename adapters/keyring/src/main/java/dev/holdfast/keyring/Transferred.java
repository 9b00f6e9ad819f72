// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.util.Arrays;

/** A secret on its way over the bus. */
final class Transferred {

    private final byte[] parameters;
    private final byte[] value;

    /**
     * Takes both over.
     *
     * @param parameters of the algorithm: what it starts with, or nothing
     * @param value sealed, or plain where the service knows no better
     */
    Transferred(byte[] parameters, byte[] value) {
        this.parameters = parameters;
        this.value = value;
    }

    byte[] parameters() {
        return parameters;
    }

    byte[] value() {
        return value;
    }

    void wipe() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "Transferred[" + value.length + " bytes]";
    }
}
