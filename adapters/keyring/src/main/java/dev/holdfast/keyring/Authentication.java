// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a client makes itself known to a bus (D-Bus specification, "Authentication Protocol"): by SASL's EXTERNAL, without
 * naming a user, so that the bus takes the one whom the kernel says the socket is of. That holds in containers, too.
 */
final class Authentication {

    private static final int MAX_LINE = 512;

    private Authentication() {}

    /** @throws ProtocolException if the bus refuses, or says what no bus says */
    static void external(BusSocket socket, Deadline deadline) throws IOException {
        ask(socket, "\0AUTH EXTERNAL\r\n", "DATA", deadline);
        ask(socket, "DATA\r\n", "OK ", deadline);
        send(socket, "BEGIN\r\n", deadline);
    }

    private static void ask(BusSocket socket, String line, String expected, Deadline deadline) throws IOException {
        send(socket, line, deadline);
        if (!line(socket, deadline).startsWith(expected)) {
            throw new ProtocolException("the bus does not accept this user");
        }
    }

    private static void send(BusSocket socket, String line, Deadline deadline) throws IOException {
        socket.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), deadline);
    }

    /** A line, after which the bus waits. */
    private static String line(BusSocket socket, Deadline deadline) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MAX_LINE);
        do {
            if (!line.hasRemaining()) {
                throw new ProtocolException("a line without end");
            }
            socket.readSome(line, deadline);
        } while (line.get(line.position() - 1) != '\n');
        return StandardCharsets.US_ASCII.decode(line.flip()).toString();
    }
}
