// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What listens at a Unix-domain socket in the place of a bus, and does with each who connects as a test wants. */
final class FakeBus implements AutoCloseable {

    /** What is done with one who connected. When it ends, the line is cut. */
    interface Line {
        void serve(SocketChannel client) throws IOException;
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Queue<SocketChannel> clients = new ConcurrentLinkedQueue<>();

    private FakeBus(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    static FakeBus at(Path socket, Line line) throws IOException {
        FakeBus bus = new FakeBus(socket, ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        bus.server.bind(UnixDomainSocketAddress.of(socket));
        daemon(() -> bus.acceptAll(line));
        return bus;
    }

    private void acceptAll(Line line) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.add(client);
                daemon(() -> serve(client, line));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void serve(SocketChannel client, Line line) {
        try (client) {
            line.serve(client);
        } catch (IOException e) {
            // The client hung up.
        }
    }

    private static void daemon(Runnable run) {
        Thread thread = new Thread(run, "fake-bus");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says nothing, ever. */
    static void saysNothing(SocketChannel client) throws IOException {
        readUntilItEnds(client);
    }

    /** Lets a client in, as a bus does. */
    static void letIn(SocketChannel client) throws IOException {
        expect(client, "\0AUTH EXTERNAL\r\n");
        say(client, "DATA\r\n");
        expect(client, "DATA\r\n");
        say(client, "OK 0123456789abcdef0123456789abcdef\r\n");
        expect(client, "BEGIN\r\n");
    }

    static void expect(SocketChannel client, String line) throws IOException {
        String read = StandardCharsets.US_ASCII
                .decode(read(client, line.length()).rewind())
                .toString();
        if (!read.equals(line)) {
            throw new IOException("The client says " + read);
        }
    }

    static void say(SocketChannel client, String text) throws IOException {
        write(client, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static void write(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    static ByteBuffer read(SocketChannel client, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (client.read(bytes) < 0) {
                throw new IOException("The client hung up");
            }
        }
        return bytes;
    }

    static void readUntilItEnds(SocketChannel client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (client.read(bytes.clear()) >= 0) {
            // Whatever it was.
        }
    }

    /** The environment in which this is the session bus. */
    Environment environment() {
        return FakeBus.environmentWith("unix:path=" + socket);
    }

    static Environment environmentWith(String address) {
        return variable -> Optional.of(address).filter(it -> variable.equals("DBUS_SESSION_BUS_ADDRESS"));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
