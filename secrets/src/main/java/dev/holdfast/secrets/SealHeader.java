// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.Stored;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands, unencrypted, before the ciphertext of a sealed blob, in big-endian order: {@code HFS} and the version;
 * the data key's id, the sequence, the nonce; CRC32C of all that. Magic, version and checksum keep their places in
 * every version. The checksum tells damage from an unknown key; what protects the header is the seal, to which it is
 * bound.
 *
 * @param key the id of the data key
 * @param sequence the predecessor's plus one, the first is 1
 * @param nonce 24 random bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record SealHeader(long key, long sequence, byte[] nonce) {

    static final int BYTES = 4 + 2 * Long.BYTES + Xaes256Gcm.NONCE_BYTES + Integer.BYTES;

    private static final int MAGIC = 'H' << 24 | 'F' << 16 | 'S' << 8;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

    void writeTo(byte[] out) {
        ByteBuffer.wrap(out)
                .putInt(MAGIC | VERSION)
                .putLong(key)
                .putLong(sequence)
                .put(nonce)
                .putInt(checksum(out));
    }

    static boolean isSealed(byte[] bytes) {
        return bytes.length >= Integer.BYTES && (ByteBuffer.wrap(bytes).getInt() & ~0xff) == MAGIC;
    }

    /** Of bytes that {@linkplain #isSealed are sealed}. */
    static SealHeader parse(byte[] bytes) throws FormatException {
        if (bytes.length < BYTES || ByteBuffer.wrap(bytes).getInt(CHECKSUM_AT) != checksum(bytes)) {
            throw FormatException.damaged();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt() != (MAGIC | VERSION)) {
            throw FormatException.ofNewerVersion();
        }
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        SealHeader header = new SealHeader(in.getLong(), in.getLong(), nonce);
        in.get(nonce);
        return header;
    }

    /** Which data key something is sealed under; empty if it is not sealed, or its header does not tell. */
    static Optional<Long> keyOf(Stored stored) {
        return of(stored).map(SealHeader::key);
    }

    /** What sequence something was sealed with, as far as its header can be believed without its key. */
    static Optional<Long> sequenceOf(Stored stored) {
        return of(stored).map(SealHeader::sequence);
    }

    private static Optional<SealHeader> of(Stored stored) {
        try {
            return isSealed(stored.bytes()) ? Optional.of(parse(stored.bytes())) : Optional.empty();
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CHECKSUM_AT);
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return "SealHeader[sequence " + sequence + "]";
    }
}
