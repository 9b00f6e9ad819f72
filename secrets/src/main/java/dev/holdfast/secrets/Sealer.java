// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;

/**
 * Seals blobs under an account's keys and opens them. A sealed blob is a {@link SealHeader}, the ciphertext and its tag,
 * bound to app, account, name, sequence and key.
 */
final class Sealer implements AutoCloseable {

    private static final String LAYOUT = "holdfast seal 1";

    private final Owner owner;
    private final long primary;
    private final Xaes256Gcm primaryKey;
    private final Map<Long, Xaes256Gcm> keys = new HashMap<>();
    private final SecureRandom random;
    private volatile boolean closed;

    /** Derives keys of its own from {@code dataKeys}. */
    Sealer(Owner owner, DataKeys dataKeys, SecureRandom random) {
        this.owner = owner;
        this.primary = dataKeys.primary();
        dataKeys.deriveEach(owner.bind(LAYOUT, "blob")).forEach((id, key) -> keys.put(id, cipher(key)));
        this.primaryKey = requireNonNull(keys.get(primary));
        this.random = random;
    }

    private static Xaes256Gcm cipher(SecretBytes derived) {
        byte[] key = derived.reveal();
        try (derived) {
            return Xaes256Gcm.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    byte[] seal(BlobName name, long sequence, byte[] content) {
        requireOpen();
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        SealHeader header = new SealHeader(primary, sequence, nonce);
        byte[] sealed = new byte[SealHeader.BYTES + content.length + Xaes256Gcm.TAG_BYTES];
        header.writeTo(sealed);
        primaryKey.seal(nonce, associated(name, header), content, sealed, SealHeader.BYTES);
        return sealed;
    }

    /** @throws UnreadableException if it is damaged, not sealed, sealed elsewhere, or by a newer version */
    Unsealed open(BlobName name, Stored stored) {
        requireOpen();
        SealHeader header = header(name, stored);
        Xaes256Gcm key = keys.get(header.key());
        if (key == null) {
            throw unreadable(Problems.foreignSeal(name), Reason.WRONG_KEY, stored);
        }
        try {
            byte[] content = key.open(header.nonce(), associated(name, header), stored.bytes(), SealHeader.BYTES);
            return new Unsealed(new Stored(stored.revision(), content, stored.modified()), header.sequence());
        } catch (AEADBadTagException e) {
            throw unreadable(Problems.damagedSeal(name), Reason.DAMAGED, stored);
        }
    }

    private static SealHeader header(BlobName name, Stored stored) {
        if (!SealHeader.isSealed(stored.bytes())) {
            throw unreadable(Problems.notSealed(name), Reason.DAMAGED, stored);
        }
        try {
            return SealHeader.parse(stored.bytes());
        } catch (FormatException e) {
            throw e.isNewer()
                    ? unreadable(Problems.newerSeal(name), Reason.KEY_UNAVAILABLE, stored)
                    : unreadable(Problems.damagedSeal(name), Reason.DAMAGED, stored);
        }
    }

    private static UnreadableException unreadable(Problem problem, Reason reason, Stored stored) {
        return new UnreadableException(problem, reason, stored.revision(), null);
    }

    private void requireOpen() {
        if (closed) {
            throw Problems.keysClosed(owner);
        }
    }

    private byte[] associated(BlobName name, SealHeader header) {
        return owner.bind(
                LAYOUT,
                Owner.path(name.scope()),
                name.name(),
                Long.toString(header.sequence()),
                Long.toString(header.key()));
    }

    @Override
    public void close() {
        closed = true;
        keys.values().forEach(Xaes256Gcm::close);
    }

    /** Content in the clear, and the sequence it was sealed with. */
    record Unsealed(Stored stored, long sequence) {}
}
