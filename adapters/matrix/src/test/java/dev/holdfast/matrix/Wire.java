// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a server on which one sees what is asked, and which can be made to fail. A request is named by its beginning. */
final class Wire implements AutoCloseable {

    private record Watch(String request, CompletableFuture<Void> seen) {}

    private record Fault(String request, Connection.Handling handling) {}

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    Wire(URI server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    private static void start(Runnable action) {
        Thread thread = new Thread(action, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Completes when the next such request is on its way. */
    CompletableFuture<Void> next(String request) {
        Watch watch = new Watch(request, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen();
    }

    /** From now on something on the way answers such a request; the server does not hear of it. */
    void answer(String request, String status, String type, String body) {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
        faults.add(new Fault(request, (connection, bytes) -> connection.answer(answer)));
    }

    /** From now on nobody answers such a request; the server does not hear of it. */
    void stall(String request) {
        faults.add(new Fault(request, (connection, bytes) -> connection.ignore()));
    }

    /** From now on the server does what such a request asks for, and its answer does not arrive. */
    void lose(String request) {
        faults.add(new Fault(request, Connection::passWithoutAnswer));
    }

    /** From now on there is no connection. */
    void cut() {
        faults.add(new Fault("", (connection, bytes) -> connection.close()));
        connections.forEach(Connection::close);
    }

    /** From now on it works. What was ignored stays so. */
    void mend() {
        faults.clear();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket caller = socket.accept();
                Connection connection =
                        new Connection(caller, new Socket(InetAddress.getLoopbackAddress(), server.getPort()));
                connections.add(connection);
                start(() -> connection.ask(this::handle));
                start(connection::answer);
            }
        } catch (IOException e) {
            return; // closed, or the server is away
        }
    }

    private void handle(Connection connection, byte[] bytes) throws IOException {
        watches.removeIf(watch ->
                Connection.begins(bytes, watch.request()) && watch.seen().complete(null));
        for (Fault fault : faults) {
            if (Connection.begins(bytes, fault.request())) {
                fault.handling().handle(connection, bytes);
                return;
            }
        }
        connection.pass(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
