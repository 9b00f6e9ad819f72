// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message that came from the bus (D-Bus specification, "Message Format").
 *
 * @param type 1 a call, 2 its return, 3 its error, 4 a signal
 * @param replyTo the serial number of the call that it answers; 0 if it is no answer
 * @param path of the object that sends a signal; empty if there is none
 * @param name {@code interface.member} of a signal, or the error's; empty if there is none
 * @param signature the types of the body; empty if there is none
 * @param body not read yet
 */
record Message(int type, int replyTo, String path, String name, String signature, ByteBuffer body) {

    private static final int RETURN = 2;
    private static final int ERROR = 3;
    private static final int SIGNAL = 4;

    private static final int FIXED = 16;

    /** Far more than any answer of a keyring has; the protocol allows 128 MiB. */
    static final int MAX_BYTES = 64 * 1024;

    /** The next one. */
    static Message read(BusSocket socket, Deadline deadline) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(FIXED);
        socket.read(fixed, deadline);
        ByteOrder order = order(fixed.get(0));
        fixed.order(order);
        int bodyLength = length(fixed.getInt(4));
        int fieldsLength = length(fixed.getInt(12));
        int bodyStart = FIXED + (fieldsLength + 7) / 8 * 8;
        ByteBuffer all = ByteBuffer.allocate(bodyStart + bodyLength).order(order);
        all.put(fixed.rewind());
        socket.read(all, deadline);
        ByteBuffer body = ByteBuffer.wrap(Arrays.copyOfRange(all.array(), bodyStart, all.capacity()));
        Arrays.fill(all.array(), bodyStart, all.capacity(), (byte) 0);
        all.position(FIXED).limit(FIXED + fieldsLength);
        return new Fields(new Unmarshaller(all)).message(fixed.get(1), body.order(order));
    }

    private static ByteOrder order(byte mark) throws ProtocolException {
        return switch (mark) {
            case 'l' -> ByteOrder.LITTLE_ENDIAN;
            case 'B' -> ByteOrder.BIG_ENDIAN;
            default -> throw new ProtocolException("this is no bus");
        };
    }

    private static int length(int value) throws ProtocolException {
        if (value < 0 || value > MAX_BYTES) {
            throw new ProtocolException("a message that is too long");
        }
        return value;
    }

    boolean answers(int serial) {
        return (type == RETURN || type == ERROR) && replyTo == serial;
    }

    boolean isSignal(String fromPath, String signal) {
        return type == SIGNAL && path.equals(fromPath) && name.equals(signal);
    }

    /**
     * The body, for reading.
     *
     * @throws ErrorReply if this is an error
     * @throws ProtocolException if it has other types
     */
    Unmarshaller expect(String types) throws IOException {
        if (type == ERROR) {
            throw new ErrorReply(name);
        }
        if (!signature.equals(types)) {
            throw new ProtocolException("an answer of other types");
        }
        return new Unmarshaller(body);
    }

    /** The header's fields; those that say nothing to a client are read over. */
    private static final class Fields {

        private String path = "";
        private String interfaceName = "";
        private String member = "";
        private String error = "";
        private String signature = "";
        private int replyTo;

        Fields(Unmarshaller in) throws ProtocolException {
            while (in.hasMore()) {
                in.struct();
                take(in.octet(), in);
            }
        }

        private void take(int code, Unmarshaller in) throws ProtocolException {
            String type = in.signature();
            switch (type) {
                case "u" -> number(code, in.uint32());
                case "g" -> text(code, in.signature());
                case "o", "s" -> text(code, in.string());
                default -> throw new ProtocolException("a field of another type");
            }
        }

        private void number(int code, int value) {
            if (code == 5) {
                replyTo = value;
            }
        }

        private void text(int code, String value) {
            switch (code) {
                case 1 -> path = value;
                case 2 -> interfaceName = value;
                case 3 -> member = value;
                case 4 -> error = value;
                case 8 -> signature = value;
                default -> {}
            }
        }

        Message message(int type, ByteBuffer body) {
            String name = type == ERROR ? error : interfaceName + "." + member;
            return new Message(type, replyTo, path, name, signature, body);
        }
    }
}
