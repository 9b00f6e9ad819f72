// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;

/** What several classes need of a storage. */
final class Blobs {

    private Blobs() {}

    /** @throws ScopeGoneException if the scope is retired, or does not exist */
    static void requireLive(Storage storage, Scope scope) {
        if (!isLive(storage, scope)) {
            throw new ScopeGoneException(scope);
        }
    }

    /** Whether the scope exists, and is not retired. */
    static boolean isLive(Storage storage, Scope scope) {
        return storage.exists(scope) && !storage.revision(scope.retirement()).isPresent();
    }

    /** Removes whatever is current, with its history, durably. */
    static void remove(Storage storage, BlobName name) {
        Replacement outcome;
        do {
            outcome = storage.delete(name, storage.revision(name));
        } while (outcome instanceof Replacement.Conflict);
    }
}
