// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A client's connection to a bus, for one thread and one call at a time. All that it waits for comes by its deadline. */
final class Bus implements Closeable {

    private final BusSocket socket;
    private final Deadline deadline;
    private int serial;

    private Bus(BusSocket socket, Deadline deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    /**
     * Connects to the bus that listens at a socket.
     *
     * @throws java.net.ConnectException if none does
     */
    static Bus open(Path path, Deadline deadline) throws IOException {
        Bus bus = new Bus(BusSocket.connect(path, deadline), deadline);
        try {
            Authentication.external(bus.socket, deadline);
            bus.call(MethodCall.toBus("Hello", "", out -> {}), "s");
            return bus;
        } catch (Throwable e) {
            bus.close();
            throw e;
        }
    }

    /**
     * What a method returns.
     *
     * @param types what it is to be of
     * @throws ErrorReply if it fails
     */
    Unmarshaller call(MethodCall call, String types) throws IOException {
        int sent = send(call);
        Message message = next(deadline);
        while (!message.answers(sent)) {
            message = next(deadline);
        }
        return message.expect(types);
    }

    /** Sends a call; its serial number, which the answer will name. */
    int send(MethodCall call) throws IOException {
        serial++;
        Marshaller message = call.message(serial);
        try {
            socket.write(message.toBuffer(), deadline);
            return serial;
        } finally {
            message.wipe();
            call.arguments().wipe();
        }
    }

    /** The next message, whatever it is; by a deadline of its own. */
    Message next(Deadline by) throws IOException {
        return Message.read(socket, by);
    }

    Deadline deadline() {
        return deadline;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
