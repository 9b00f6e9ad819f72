// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBox;
import dev.holdfast.secrets.SecretBytes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of a store: one for the hashes of names, which never changes, and one for the values of each epoch, of which the
 * last seals. As bytes: the key of the names, then each epoch and its key. It does not change; those of a store are
 * replaced as a whole.
 */
final class Keys {

    private static final int KEY_BYTES = SecretBox.KEY_BYTES;
    private static final int ENTRY_BYTES = Integer.BYTES + KEY_BYTES;

    private final SecretBytes names;
    private final SortedMap<Integer, SecretBytes> epochs;
    private final int epoch;

    private Keys(SecretBytes names, SortedMap<Integer, SecretBytes> epochs) {
        this.names = names;
        this.epochs = epochs;
        this.epoch = epochs.lastKey();
    }

    static Keys generate(SecureRandom random) {
        SortedMap<Integer, SecretBytes> first = new TreeMap<>();
        first.put(1, SecretBytes.random(KEY_BYTES, random));
        return new Keys(SecretBytes.random(KEY_BYTES, random), first);
    }

    /** Empty if they are not the bytes of keys. */
    static Optional<Keys> parse(byte[] bytes) {
        if (bytes.length < KEY_BYTES + ENTRY_BYTES || (bytes.length - KEY_BYTES) % ENTRY_BYTES != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        SecretBytes names = next(in);
        SortedMap<Integer, SecretBytes> epochs = new TreeMap<>();
        while (in.hasRemaining()) {
            epochs.put(in.getInt(), next(in));
        }
        return Optional.of(new Keys(names, epochs));
    }

    private static SecretBytes next(ByteBuffer in) {
        byte[] key = new byte[KEY_BYTES];
        in.get(key);
        try {
            return SecretBytes.copyOf(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(KEY_BYTES + epochs.size() * ENTRY_BYTES);
        append(out, names);
        epochs.forEach((epoch, key) -> append(out.putInt(epoch), key));
        return out.array();
    }

    private static void append(ByteBuffer out, SecretBytes key) {
        byte[] bytes = key.reveal();
        out.put(bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    SecretBytes names() {
        return names;
    }

    /** That which seals. */
    int epoch() {
        return epoch;
    }

    boolean isOfOneEpoch() {
        return epochs.size() == 1;
    }

    /** The key of an epoch; empty if it was dropped, or never was. */
    Optional<SecretBytes> of(int epoch) {
        return Optional.ofNullable(epochs.get(epoch));
    }

    /** The same, and a new epoch that seals from now on. */
    Keys withNextEpoch(SecureRandom random) {
        SortedMap<Integer, SecretBytes> more = new TreeMap<>(epochs);
        more.put(epoch + 1, SecretBytes.random(KEY_BYTES, random));
        return new Keys(names, more);
    }

    /** Without the earlier epochs. */
    Keys ofLastEpoch() {
        return new Keys(names, new TreeMap<>(epochs.tailMap(epoch)));
    }

    /** Wipes what others that were made of these, or from which these were made, do not have. */
    void wipeAllBut(Keys kept) {
        epochs.forEach((epoch, key) -> {
            if (!kept.epochs.containsKey(epoch)) {
                key.close();
            }
        });
    }

    void wipe() {
        names.close();
        epochs.values().forEach(SecretBytes::close);
    }
}
