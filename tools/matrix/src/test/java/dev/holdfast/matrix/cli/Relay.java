// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut and mended; its address stays. */
final class Relay implements AutoCloseable {

    private final URI server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    Relay(URI server) throws IOException {
        this.server = server;
        this.listener = listen(0);
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket fresh = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(() -> accept(fresh));
        return fresh;
    }

    String uri() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Nobody answers at its address any more. */
    void cut() throws IOException {
        listener.close();
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    /** As before. */
    void mend() throws IOException {
        listener = listen(listener.getLocalPort());
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                join(from.accept(), new Socket(server.getHost(), server.getPort()));
            }
        } catch (IOException e) {
            close(from);
        }
    }

    private void join(Socket one, Socket other) {
        sockets.add(one);
        sockets.add(other);
        daemon(() -> copy(one, other));
        daemon(() -> copy(other, one));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
