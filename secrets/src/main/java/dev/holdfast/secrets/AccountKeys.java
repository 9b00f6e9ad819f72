// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Storage;
import java.security.SecureRandom;

/**
 * The open keys of an account. Safe for any number of threads; closing wipes the keys, and whatever still uses them gets
 * an error.
 */
public final class AccountKeys implements AutoCloseable {

    private static final String LAYOUT = "holdfast derived 1";

    private final Owner owner;
    private final String providerId;
    private final ProtectionLevel level;
    private final DataKeys dataKeys;
    private final Sealer sealer;

    /** Takes {@code dataKeys} over. */
    AccountKeys(Owner owner, KeyProviderFactory provider, DataKeys dataKeys, SecureRandom random) {
        this.owner = owner;
        this.providerId = provider.id();
        this.level = provider.level();
        this.dataKeys = dataKeys;
        this.sealer = new Sealer(owner, dataKeys, random);
    }

    /** How well the key that protects these keys is protected. */
    public ProtectionLevel level() {
        return level;
    }

    /** Which provider has that key. */
    public String providerId() {
        return providerId;
    }

    /**
     * A view of {@code raw} that seals all content that is written through it and opens what is read, whichever scope it
     * is in; names, sizes and times stay plain. Its revisions are those of {@code raw}. Closing it closes {@code raw}.
     *
     * <p>Beyond what {@link Storage} says, reading throws {@link dev.holdfast.storage.UnreadableException}, and changes
     * nothing: as damaged, if the content is not sealed (HF-0321), was altered, or is that of another name (HF-0320); as
     * under a wrong key, if these keys do not include its key (HF-0322); as under an unavailable key, if a newer version
     * sealed it (HF-0323). So does a replacement of such content: set it aside first. What it does not notice is an
     * earlier revision that was put back in its own place. Once the keys are closed: HF-0302.
     */
    public Storage seal(Storage raw) {
        return new SealedStorage(raw, sealer);
    }

    /**
     * A secret of the account's own, for whatever else is to be protected with its keys: the same at every call and at
     * every opening, for as long as the keyset lives; unrelated to that of any other purpose.
     *
     * @param purpose what it is for, such as {@code "store passphrase"}
     * @param bytes how long, 1 to 8,160
     * @throws IllegalArgumentException if it would be shorter or longer
     * @throws HoldfastException HF-0301 once closed
     */
    public SecretBytes derive(String purpose, int bytes) {
        return dataKeys.derive(owner.bind(LAYOUT, purpose), bytes);
    }

    /** Wipes the keys. Idempotent. */
    @Override
    public void close() {
        sealer.close();
        dataKeys.close();
    }

    @Override
    public String toString() {
        return "AccountKeys[" + providerId + ", " + level + "]";
    }
}
