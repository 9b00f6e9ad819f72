// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads values as messages carry them, and believes nothing of them: a length beyond the end, padding that is none, text
 * that is not UTF-8 or a path that is none is a {@link ProtocolException}. It allocates no more than it was given.
 */
final class Unmarshaller {

    private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9_]+)+");

    private final ByteBuffer in;

    /** @param in in the byte order of the message; alignment counts from its start */
    Unmarshaller(ByteBuffer in) {
        this.in = in;
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    int octet() throws ProtocolException {
        require(1);
        return in.get() & 0xff;
    }

    boolean bool() throws ProtocolException {
        int value = uint32();
        if (value != 0 && value != 1) {
            throw malformed();
        }
        return value == 1;
    }

    int uint32() throws ProtocolException {
        align(4);
        require(Integer.BYTES);
        return in.getInt();
    }

    String string() throws ProtocolException {
        return text(uint32());
    }

    String objectPath() throws ProtocolException {
        String path = string();
        if (!PATH.matcher(path).matches()) {
            throw malformed();
        }
        return path;
    }

    String signature() throws ProtocolException {
        return text(octet());
    }

    /** A copy, the caller's to wipe. */
    byte[] bytes() throws ProtocolException {
        byte[] bytes = new byte[require(uint32())];
        in.get(bytes);
        return bytes;
    }

    /** An {@code ao}. */
    List<String> objectPaths() throws ProtocolException {
        int end = require(uint32()) + in.position();
        List<String> paths = new ArrayList<>();
        while (in.position() < end) {
            paths.add(objectPath());
        }
        if (in.position() != end) {
            throw malformed();
        }
        return paths;
    }

    /** Begins a variant. */
    Unmarshaller variant(String type) throws ProtocolException {
        if (!signature().equals(type)) {
            throw malformed();
        }
        return this;
    }

    /** Begins a struct. */
    Unmarshaller struct() throws ProtocolException {
        align(8);
        return this;
    }

    private void align(int boundary) throws ProtocolException {
        while (in.position() % boundary != 0) {
            if (octet() != 0) {
                throw malformed();
            }
        }
    }

    private String text(int length) throws ProtocolException {
        require(length);
        require(length + 1); // with its end
        ByteBuffer utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
            if (octet() != 0 || text.indexOf('\0') >= 0) {
                throw malformed();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private int require(int length) throws ProtocolException {
        if (length < 0 || length > in.remaining()) {
            throw malformed();
        }
        return length;
    }

    private static ProtocolException malformed() {
        return new ProtocolException("a message that is malformed");
    }

    /** Overwrites all with zeros. */
    void wipe() {
        in.duplicate().clear().put(new byte[in.capacity()]);
    }
}
