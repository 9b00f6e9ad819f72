// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.util.Arrays;

/**
 * A secret on its way over the bus.
 *
 * @param parameters of the algorithm: what it starts with, or nothing
 * @param value sealed, or plain where the service knows no better
 */
record Transferred(byte[] parameters, byte[] value) {

    void wipe() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "Transferred[" + value.length + " bytes]";
    }
}
