// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** A part of an array that nobody changes. */
@SuppressWarnings("ArrayRecordComponent") // a carrier, compared by hasSameBytes alone
record Slice(byte[] bytes, int offset, int length) {

    static Slice of(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    int end() {
        return offset + length;
    }

    boolean hasSameBytes(Slice other) {
        return Arrays.equals(bytes, offset, end(), other.bytes, other.offset, other.end());
    }

    int crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return "Slice[" + length + " bytes]";
    }
}
