// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;

/** Something that the system may refuse. */
interface IoAction<T> {

    T run() throws IOException;

    /** Runs it and tells a refusal in our words. */
    static <T> T orFail(Object place, StorageException.State state, IoAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw Faults.failed(place, state, e);
        }
    }
}
