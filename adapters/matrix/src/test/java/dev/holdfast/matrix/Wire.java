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
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a server on which one sees what is asked, and which can answer in its stead. */
final class Wire implements AutoCloseable {

    private record Watch(String request, CompletableFuture<Void> seen) {}

    private record Fault(String request, String answer) {}

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

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
        Watch watch = new Watch(request, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen();
    }

    /** From now on something on the way answers a request that begins so; the server does not hear of it. */
    void answer(String request, String status, String type, String body) {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
        faults.add(new Fault(request, answer));
    }

    /** From now on it works. */
    void mend() {
        faults.clear();
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
                look(bytes);
                Optional<Fault> fault = faults.stream()
                        .filter(it -> bytes.startsWith(it.request()))
                        .findFirst();
                if (fault.isPresent()) {
                    answer(from, fault.get());
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return; // one end was killed
        }
    }

    private void look(String bytes) {
        watches.removeIf(
                watch -> bytes.startsWith(watch.request()) && watch.seen().complete(null));
    }

    /** Reads on until the caller has gone: it may not have said all. */
    private static void answer(Socket caller, Fault fault) throws IOException {
        caller.getOutputStream().write(fault.answer().getBytes(StandardCharsets.US_ASCII));
        caller.shutdownOutput();
        caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
