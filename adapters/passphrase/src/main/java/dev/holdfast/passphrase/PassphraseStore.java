// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a home keeps its wrapped root key. What the storage throws makes the provider unavailable. */
final class PassphraseStore {

    private static final System.Logger LOG = System.getLogger(PassphraseStore.class.getPackageName());

    private static final Scope KEYS = Scope.of("keys");
    private static final BlobName NAME = KEYS.blob("passphrase");

    private final Storage storage;

    PassphraseStore(ProviderHome home) {
        this.storage = home.storage();
    }

    /** A wrapped root key, and the revision that it was read from. */
    record Found(WrappedRoot wrapped, Revision revision) {}

    /**
     * What is stored. An earlier one, which a change that was cut off has left, is forgotten.
     *
     * @throws ProviderUnavailableException if it is damaged, or of a newer version
     */
    Optional<Found> find() {
        Optional<Found> found = guarded(() -> storage.read(NAME)).map(this::parse);
        found.ifPresent(this::forgetEarlier);
        return found;
    }

    /** Once what is to stay is durable. That it does not work is no reason not to unlock. */
    private void forgetEarlier(Found found) {
        try {
            if (!storage.history(NAME).isEmpty() && storage.confirm(NAME, found.revision()) instanceof Replaced) {
                storage.forgetHistory(NAME);
            }
        } catch (HoldfastException e) {
            LOG.log(Level.WARNING, "An earlier passphrase may still open {0}. {1}", where(), e.getMessage());
        }
    }

    private Found parse(Stored stored) {
        if (PassphraseFile.isNewer(stored.bytes())) {
            throw Problems.newer(where());
        }
        WrappedRoot wrapped = PassphraseFile.parse(stored.bytes()).orElseThrow(() -> Problems.damaged(where()));
        return new Found(wrapped, stored.revision());
    }

    /** Whether it was there for nobody else to make; durable then. */
    boolean create(WrappedRoot wrapped) {
        return guarded(() -> {
            storage.create(KEYS);
            return write(Revision.ABSENT, wrapped);
        });
    }

    /** Puts another in the place of one that was found, durably, unless somebody else did; no earlier one is kept. */
    boolean replace(Found found, WrappedRoot wrapped) {
        return guarded(() -> {
            boolean replaced = write(found.revision(), wrapped);
            if (replaced) {
                storage.forgetHistory(NAME);
            }
            return replaced;
        });
    }

    private boolean write(Revision expected, WrappedRoot wrapped) {
        return storage.replace(NAME, expected, PassphraseFile.toBytes(wrapped), Durability.DURABLE) instanceof Replaced;
    }

    private static <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (HoldfastException e) {
            throw new ProviderUnavailableException(PassphraseKeys.ID, "the storage of its file fails", e);
        }
    }

    /** In words for a person. */
    String where() {
        return storage.location(NAME);
    }
}
