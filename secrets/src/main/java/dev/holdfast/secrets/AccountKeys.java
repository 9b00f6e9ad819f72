// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The open keys of an account. Safe for any number of threads; closing wipes the keys, and whatever still uses them gets
 * an error.
 */
public final class AccountKeys implements AutoCloseable {

    private static final String LAYOUT = "holdfast derived 1";

    private final Owner owner;
    private final Function<Revision, Optional<OpenedKeys>> later;
    private final SecureRandom random;
    private final List<Runnable> earlier = new ArrayList<>();
    private final ReadWriteLock writing = new ReentrantReadWriteLock();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile OpenedKeys opened;
    private volatile Sealer sealer;
    private boolean closed;

    /**
     * @param opened taken over
     * @param later opens the keyset, if it is not of this revision any more
     */
    AccountKeys(Owner owner, OpenedKeys opened, Function<Revision, Optional<OpenedKeys>> later, SecureRandom random) {
        this.owner = owner;
        this.opened = opened;
        this.later = later;
        this.random = random;
        this.sealer = new Sealer(owner, opened.dataKeys(), random);
    }

    /** How well these keys are protected: as well as the weakest of the copies of the key that protects them. */
    public ProtectionLevel level() {
        return opened.level();
    }

    /** Which providers have copies of that key, the preferred first. */
    public List<String> providerIds() {
        return opened.providers();
    }

    /**
     * A view of {@code raw} that seals all content that is written through it and opens what is read, whichever scope it
     * is in; names, sizes and times stay plain. Its revisions are those of {@code raw}. Closing it closes {@code raw}.
     *
     * <p>Beyond what {@link Storage} says, reading throws {@link dev.holdfast.storage.UnreadableException}, and changes
     * nothing: as damaged, if the content is not sealed (HF-0321), was altered, or is that of another name (HF-0320); as
     * under a wrong key, if these keys do not include its key (HF-0322); as under an unavailable key, if a newer version
     * sealed it (HF-0323). So does a replacement of such content: set it aside first. What it does not notice is an
     * earlier revision that was put back in its own place, unless the blob is anchored. Once the keys are closed: HF-0302.
     */
    public Storage seal(Storage raw) {
        return seal(raw, Set.of());
    }

    /**
     * As {@link #seal(Storage)}. How far the sequences of some blobs have come is kept with the vault that keeps the
     * account's key: an earlier revision that was put back in the place of one of these reads as
     * {@linkplain dev.holdfast.storage.UnreadableException.Reason#ROLLED_BACK rolled back} (HF-0324). Replacing it is
     * possible, and what is then stored is the newest. Under a root provider, which keeps nothing, nothing is anchored.
     *
     * @param anchored of different names: the scope does not count
     */
    public Storage seal(Storage raw, Set<BlobName> anchored) {
        return new SealedStorage(raw, this, anchored);
    }

    /**
     * A secret of the account's own, for whatever else is to be protected with its keys: the same at every call and at
     * every opening, for as long as the keyset lives, whatever rotates; unrelated to that of any other purpose.
     *
     * @param purpose what it is for, such as {@code "store passphrase"}
     * @param bytes how long, 1 to 8,160
     * @throws IllegalArgumentException if it would be shorter or longer
     * @throws HoldfastException HF-0301 once closed
     */
    public SecretBytes derive(String purpose, int bytes) {
        return opened.dataKeys().derive(owner.bind(LAYOUT, purpose), bytes);
    }

    /**
     * Takes over what another process, or a rotation, has changed of the keyset since it was opened. What is being written
     * under the earlier data key has been written when this returns. A person may be asked: who refreshes as well waits for
     * that, and nothing else does.
     *
     * @return whether there was anything
     * @throws HoldfastException as {@link KeyManager#open} says; the keys are then as they were
     */
    public boolean refresh() {
        refreshing.lock();
        try {
            Optional<OpenedKeys> now = isClosed() ? Optional.empty() : later.apply(revision());
            now.ifPresent(this::take);
            return now.isPresent();
        } finally {
            refreshing.unlock();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What still uses the earlier keys ends with them: they are wiped at the end. */
    private synchronized void take(OpenedKeys now) {
        if (closed) {
            now.close();
            return;
        }
        earlier.add(opened::close);
        earlier.add(sealer::close);
        Sealer next = new Sealer(owner, now.dataKeys(), random);
        writing.writeLock().lock();
        try {
            opened = now;
            sealer = next;
        } finally {
            writing.writeLock().unlock();
        }
    }

    Sealer sealer() {
        return sealer;
    }

    /** Does a write with the sealer that is used until it has ended. */
    <R> R write(Function<Sealer, R> write) {
        writing.readLock().lock();
        try {
            return write.apply(sealer);
        } finally {
            writing.readLock().unlock();
        }
    }

    Anchor anchor() {
        return opened.anchor();
    }

    Revision revision() {
        return opened.stored().revision();
    }

    long primary() {
        return opened.dataKeys().primary();
    }

    Set<Long> ids() {
        return opened.dataKeys().ids();
    }

    AccountBlobs blobs(Storage raw) {
        return new AccountBlobs(raw, owner);
    }

    /** Wipes the keys. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        sealer.close();
        opened.close();
        earlier.forEach(Runnable::run);
        earlier.clear();
    }

    @Override
    public String toString() {
        return "AccountKeys" + providerIds() + "[" + level() + "]";
    }
}
