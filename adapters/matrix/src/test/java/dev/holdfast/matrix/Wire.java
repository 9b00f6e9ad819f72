// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a server on which one sees what is asked, and can be in between as a proxy whose server is away. */
final class Wire implements AutoCloseable {

    private static final String BAD_GATEWAY = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
            + "Connection: close\r\n\r\n<html>";

    private record Watch(String request, CompletableFuture<Void> seen) {}

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();
    private final Queue<Watch> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

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

    /** Completes when the next request that begins so is on its way. */
    CompletableFuture<Void> next(String request) {
        return add(request, watches);
    }

    /** The next request that begins so is answered with 502, and goes no further. Completes when it is on its way. */
    CompletableFuture<Void> refuseNext(String request) {
        return add(request, refusals);
    }

    private static CompletableFuture<Void> add(String request, Queue<Watch> watches) {
        Watch watch = new Watch(request, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen();
    }

    /** From now on each request that begins so is answered with 502. */
    void refuse(String request) {
        refused.add(request);
    }

    /** No more. */
    void refuseNothing() {
        refused.clear();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket caller = socket.accept();
                Socket callee = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
                start(() -> pump(caller, callee));
                start(() -> pump(callee, caller));
            }
        } catch (IOException e) {
            return; // closed, or the server is away
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String bytes = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                look(bytes, watches);
                if (look(bytes, refusals) || refused.stream().anyMatch(bytes::startsWith)) {
                    refuse(from);
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return; // one end was killed
        }
    }

    private static boolean look(String bytes, Queue<Watch> watches) {
        return watches.removeIf(
                watch -> bytes.startsWith(watch.request()) && watch.seen().complete(null));
    }

    /** Reads on until the caller has gone: it may not have said all. */
    private static void refuse(Socket caller) throws IOException {
        caller.getOutputStream().write(BAD_GATEWAY.getBytes(StandardCharsets.US_ASCII));
        caller.shutdownOutput();
        caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
