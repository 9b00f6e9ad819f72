// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Opens a provider when it is first needed, once. A person may have to unlock it: who needs it meanwhile waits for the same
 * answer, and nobody else does.
 */
final class ProviderOpening {

    private final KeyProviderFactory factory;
    private final ProviderHome home;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable KeyProvider provider;
    private boolean closed;

    ProviderOpening(KeyProviderFactory factory, ProviderHome home) {
        this.factory = factory;
        this.home = home;
    }

    /** @throws ProviderUnavailableException if it cannot be used at present */
    KeyProvider open() {
        opening.lock();
        try {
            Optional<KeyProvider> open = now();
            return open.isPresent() ? open.get() : keep(GuardedProvider.open(factory, home));
        } finally {
            opening.unlock();
        }
    }

    private synchronized KeyProvider keep(KeyProvider opened) {
        if (closed) {
            opened.close();
            throw new ProviderUnavailableException(factory.id(), "its home was closed meanwhile");
        }
        provider = opened;
        return opened;
    }

    /** The provider, if it is open. */
    synchronized Optional<KeyProvider> now() {
        return Optional.ofNullable(provider);
    }

    /** What is being opened is closed as soon as it is open. Idempotent. */
    void close() {
        Optional<KeyProvider> open;
        synchronized (this) {
            closed = true;
            open = now();
            provider = null;
        }
        open.ifPresent(KeyProvider::close);
    }
}
