// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys that an account's data is sealed under, by their random ids, and the secret from which all else is derived,
 * which no rotation ever changes. As bytes: the derivation secret, then each key's id and key.
 */
final class DataKeys implements AutoCloseable {

    private static final int KEY_BYTES = Xaes256Gcm.KEY_BYTES;
    private static final int ENTRY_BYTES = Long.BYTES + KEY_BYTES;

    private final long primary;
    private final SecretBytes derivation;
    private final Map<Long, SecretBytes> keys;

    private DataKeys(long primary, SecretBytes derivation, Map<Long, SecretBytes> keys) {
        this.primary = primary;
        this.derivation = derivation;
        this.keys = keys;
    }

    static DataKeys generate(SecureRandom random) {
        long id = random.nextLong();
        return new DataKeys(
                id, SecretBytes.random(KEY_BYTES, random), Map.of(id, SecretBytes.random(KEY_BYTES, random)));
    }

    /** These keys and a new one, which seals from now on. */
    DataKeys withNewPrimary(SecureRandom random) {
        long id = random.nextLong();
        Map<Long, SecretBytes> more = copies(keys.keySet());
        more.put(id, SecretBytes.random(KEY_BYTES, random));
        return new DataKeys(id, copy(derivation), more);
    }

    /** The primary key and those of these ids. */
    DataKeys keeping(Set<Long> ids) {
        Set<Long> kept = new LinkedHashSet<>(ids);
        kept.add(primary);
        return new DataKeys(primary, copy(derivation), copies(kept));
    }

    private Map<Long, SecretBytes> copies(Set<Long> ids) {
        Map<Long, SecretBytes> copies = new LinkedHashMap<>();
        keys.forEach((id, key) -> {
            if (ids.contains(id)) {
                copies.put(id, copy(key));
            }
        });
        return copies;
    }

    private static SecretBytes copy(SecretBytes key) {
        return SecretBytes.owning(key.reveal());
    }

    static DataKeys parse(byte[] bytes, long primary) throws FormatException {
        if (bytes.length < KEY_BYTES + ENTRY_BYTES || (bytes.length - KEY_BYTES) % ENTRY_BYTES != 0) {
            throw FormatException.damaged();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        SecretBytes derivation = key(in);
        Map<Long, SecretBytes> keys = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            keys.put(in.getLong(), key(in));
        }
        if (!keys.containsKey(primary)) {
            throw FormatException.damaged();
        }
        return new DataKeys(primary, derivation, keys);
    }

    private static SecretBytes key(ByteBuffer in) {
        byte[] key = new byte[KEY_BYTES];
        in.get(key);
        return SecretBytes.owning(key);
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(KEY_BYTES + keys.size() * ENTRY_BYTES);
        append(out, derivation);
        keys.forEach((id, key) -> append(out.putLong(id), key));
        return out.array();
    }

    private static void append(ByteBuffer out, SecretBytes key) {
        byte[] bytes = key.reveal();
        out.put(bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    long primary() {
        return primary;
    }

    Set<Long> ids() {
        return keys.keySet();
    }

    /** From the derivation secret. */
    SecretBytes derive(byte[] info, int length) {
        return derivation.derive(info, length);
    }

    /** What {@code info} makes of each key. */
    Map<Long, SecretBytes> deriveEach(byte[] info) {
        Map<Long, SecretBytes> derived = new LinkedHashMap<>();
        keys.forEach((id, key) -> derived.put(id, key.derive(info, KEY_BYTES)));
        return derived;
    }

    @Override
    public void close() {
        derivation.close();
        keys.values().forEach(SecretBytes::close);
    }
}
