// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Optional;

/** One of a home's key providers, as it is when a person may be asked, and as it is when nobody may. */
final class ProviderSlot {

    private final ProviderOpening attended;
    private final ProviderOpening unattended;

    @SuppressWarnings("ReferenceEquality") // by default the one is the other
    ProviderSlot(KeyProviderFactory factory, ProviderHome home) {
        KeyProviderFactory quiet = factory.unattended();
        this.attended = new ProviderOpening(factory, home);
        this.unattended = quiet == factory ? attended : new ProviderOpening(quiet, home);
    }

    /** @throws ProviderUnavailableException if it cannot be used at present */
    KeyProvider open() {
        return attended.open();
    }

    /** As it was opened before, or else without asking anybody. */
    KeyProvider openUnattended() {
        Optional<KeyProvider> open = attended.now();
        return open.isPresent() ? open.get() : unattended.open();
    }

    void close() {
        try {
            attended.close();
        } finally {
            unattended.close();
        }
    }
}
