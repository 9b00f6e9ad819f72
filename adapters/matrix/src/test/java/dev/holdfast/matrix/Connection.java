// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection of a {@link Wire}. */
final class Connection implements AutoCloseable {

    /** What becomes of what a caller sends. */
    @FunctionalInterface
    interface Handling {
        void handle(Connection connection, byte[] bytes) throws IOException;
    }

    private final Socket caller;
    private final Socket callee;
    private volatile boolean isIgnored;
    private volatile boolean isUnanswered;

    Connection(Socket caller, Socket callee) {
        this.caller = caller;
        this.callee = callee;
    }

    static boolean begins(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(text);
    }

    /** Hands on what the caller sends, until the end. */
    void ask(Handling handling) {
        pump(caller, bytes -> {
            if (!isIgnored) {
                handling.handle(this, bytes);
            }
        });
    }

    /** Hands on what the server sends, until the end. */
    void answer() {
        pump(callee, bytes -> {
            if (!isUnanswered) {
                caller.getOutputStream().write(bytes);
            }
        });
    }

    private interface Sink {
        void take(byte[] bytes) throws IOException;
    }

    private void pump(Socket from, Sink to) {
        try (this) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.take(Arrays.copyOf(buffer, read));
            }
        } catch (IOException e) {
            return; // one end was killed
        }
    }

    void pass(byte[] bytes) throws IOException {
        callee.getOutputStream().write(bytes);
    }

    void passWithoutAnswer(byte[] bytes) throws IOException {
        isUnanswered = true;
        pass(bytes);
    }

    void answer(String text) throws IOException {
        ignore();
        caller.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        caller.shutdownOutput();
    }

    /** Whatever else the caller sends, too. */
    void ignore() {
        isIgnored = true;
    }

    @Override
    public void close() {
        try (caller;
                callee) {
            isIgnored = true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
