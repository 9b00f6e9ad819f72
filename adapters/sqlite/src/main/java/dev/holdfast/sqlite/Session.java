// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBox;
import dev.holdfast.secrets.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * A connection with all that it needs to seal and open. What is sealed is the number of the epoch in four bytes and a box
 * under a key that is derived from the epoch's for this store, bound to the key that it is found by. Used by one thread at a
 * time.
 */
final class Session implements AutoCloseable {

    private static final byte[] LAYOUT = "holdfast record 1".getBytes(StandardCharsets.US_ASCII);
    private static final int EPOCH_BYTES = Integer.BYTES;

    /** What is before the content in what is sealed. */
    static final int HEAD_BYTES = EPOCH_BYTES + SecretBox.MESSAGE_AT;

    /** What is behind it. */
    static final int TAIL_BYTES = SecretBox.OVERHEAD_BYTES - SecretBox.MESSAGE_AT;

    private final Sql sql;
    private final byte[] store;
    private final Supplier<Keys> keys;
    private final SecureRandom random;
    private final Map<Integer, SecretBox> boxes = new HashMap<>();
    private @Nullable SecretBox last;
    private int lastEpoch;
    private final Map<String, KeyHash> hashes = new HashMap<>();

    /**
     * @param store the store's id
     * @param keys those of now: asked whenever an epoch is met for the first time
     */
    Session(Sql sql, byte[] store, Supplier<Keys> keys, SecureRandom random) {
        this.sql = sql;
        this.store = store;
        this.keys = keys;
        this.random = random;
    }

    Sql sql() {
        return sql;
    }

    KeyHash hash(String table) {
        return hashes.computeIfAbsent(table, it -> KeyHash.of(keys.get().names(), it));
    }

    byte[] seal(byte[] key, byte[] content) {
        byte[] sealed = new byte[HEAD_BYTES + content.length + TAIL_BYTES];
        System.arraycopy(content, 0, sealed, HEAD_BYTES, content.length);
        sealWithin(key, sealed);
        return sealed;
    }

    /** Seals what stands in the middle, where it is; {@link #HEAD_BYTES} before it and {@link #TAIL_BYTES} behind it are free. */
    void sealWithin(byte[] key, byte[] room) {
        int epoch = keys.get().epoch();
        ByteBuffer.wrap(room).putInt(epoch);
        box(epoch).sealWithin(room, EPOCH_BYTES, key);
    }

    /** @throws dev.holdfast.storage.UnreadableException if it is damaged, or was put there from elsewhere */
    byte[] open(byte[] key, byte[] sealed) {
        if (sealed.length < EPOCH_BYTES) {
            throw Problems.damagedRecord(sql.file());
        }
        try {
            return box(epochOf(sealed)).open(sealed, EPOCH_BYTES, key);
        } catch (AEADBadTagException e) {
            throw Problems.damagedRecord(sql.file());
        }
    }

    /** Whether it was sealed by that epoch which seals now. */
    boolean isRecent(byte[] sealed) {
        return sealed.length >= EPOCH_BYTES && epochOf(sealed) == keys.get().epoch();
    }

    private static int epochOf(byte[] sealed) {
        return ByteBuffer.wrap(sealed).getInt();
    }

    /** Nearly always the same. */
    private SecretBox box(int epoch) {
        SecretBox found = last;
        if (found == null || epoch != lastEpoch) {
            SecretBox known = boxes.get(epoch);
            found = known != null ? known : newBox(epoch);
            last = found;
            lastEpoch = epoch;
        }
        return found;
    }

    private SecretBox newBox(int epoch) {
        SecretBytes secret = keys.get().of(epoch).orElseThrow(() -> Problems.damagedRecord(sql.file()));
        byte[] info = ByteBuffer.allocate(LAYOUT.length + store.length + EPOCH_BYTES)
                .put(LAYOUT)
                .put(store)
                .putInt(epoch)
                .array();
        try (SecretBytes own = secret.derive(info, SecretBox.KEY_BYTES)) {
            SecretBox made = SecretBox.of(own, random);
            boxes.put(epoch, made);
            return made;
        }
    }

    /** Wipes the keys that it has derived; it derives them anew when it needs them. */
    void wipe() {
        boxes.values().forEach(SecretBox::close);
        boxes.clear();
        last = null;
    }

    @Override
    public void close() {
        wipe();
        sql.close();
    }
}
