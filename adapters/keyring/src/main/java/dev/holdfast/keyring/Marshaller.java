// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes values as messages carry them (D-Bus specification, "Marshaling"), little-endian: those types that the Secret
 * Service is called with. Not for more than {@value #MAX_BYTES} bytes.
 */
final class Marshaller {

    static final int MAX_BYTES = 32 * 1024;

    private final ByteBuffer out = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** What is to be written into an array, or a variant. */
    interface Content {
        void into(Marshaller out);
    }

    Marshaller octet(int value) {
        out.put((byte) value);
        return this;
    }

    Marshaller bool(boolean value) {
        return uint32(value ? 1 : 0);
    }

    Marshaller uint32(int value) {
        align(4);
        out.putInt(value);
        return this;
    }

    /** Also an object path. */
    Marshaller string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        uint32(utf8.length);
        out.put(utf8).put((byte) 0);
        return this;
    }

    Marshaller signature(String value) {
        out.put((byte) value.length())
                .put(value.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0);
        return this;
    }

    Marshaller bytes(byte[] value) {
        uint32(value.length);
        out.put(value);
        return this;
    }

    /** @param alignment of its elements */
    Marshaller array(int alignment, Content elements) {
        uint32(0);
        int length = out.position() - Integer.BYTES;
        align(alignment);
        int start = out.position();
        elements.into(this);
        out.putInt(length, out.position() - start);
        return this;
    }

    /** Begins a struct or an entry of a dictionary. */
    Marshaller struct() {
        align(8);
        return this;
    }

    Marshaller variant(String type, Content value) {
        signature(type);
        value.into(this);
        return this;
    }

    /** An {@code a{ss}}. */
    Marshaller dictionary(Map<String, String> entries) {
        return array(
                8,
                out -> entries.forEach((key, value) -> out.struct().string(key).string(value)));
    }

    Marshaller append(Marshaller other) {
        out.put(other.toBuffer());
        return this;
    }

    Marshaller align(int boundary) {
        while (out.position() % boundary != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    int length() {
        return out.position();
    }

    /** What was written so far, to be read. */
    ByteBuffer toBuffer() {
        return out.duplicate().flip();
    }

    /** Overwrites all with zeros. */
    void wipe() {
        Arrays.fill(out.array(), (byte) 0);
    }
}
