// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Storage;

/** What several classes do with single blobs. */
final class Blobs {

    private Blobs() {}

    /** Removes whatever is current, with its history, durably. */
    static void remove(Storage storage, BlobName name) {
        Replacement outcome;
        do {
            outcome = storage.delete(name, storage.revision(name));
        } while (outcome instanceof Replacement.Conflict);
    }
}
