// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Watch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Watches a scope of a storage while somebody observes a document of it. */
final class ScopeWatch {

    private final Function<Consumer<BlobName>, Watch> storage;
    private final Consumer<BlobName> hint;
    private @Nullable Watch watch;
    private int observers;

    /**
     * @param storage begins to watch
     * @param hint told of each blob that may have changed
     */
    ScopeWatch(Function<Consumer<BlobName>, Watch> storage, Consumer<BlobName> hint) {
        this.storage = storage;
        this.hint = hint;
    }

    /** Whatever changes after this has returned is hinted at. */
    synchronized void begin() {
        if (watch == null) {
            watch = storage.apply(hint);
        }
        observers++;
    }

    synchronized void end() {
        observers--;
        if (observers == 0 && watch != null) {
            watch.close();
            watch = null;
        }
    }
}
