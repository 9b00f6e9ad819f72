// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log-in says when there is nobody to log in to. */
class SignInTroubleTest {

    private static final MatrixClients CLIENTS = MatrixClients.of("Holdfast's tests");

    @TempDir
    private Path home;

    @Test
    void aServerThatIsNotThereIsSaidToBeUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertRefused("http://127.0.0.1:" + port, "HF-0801");
    }

    @Test
    void aServerThatIsNoHomeserverIsSaidToBeNone() throws IOException {
        try (Website site = new Website()) {
            assertRefused("http://127.0.0.1:" + site.port(), "HF-0802");
        }
    }

    @Test
    void aServerThatCannotProveItselfIsNotTrusted() throws IOException {
        try (Website site = new Website()) {
            assertRefused("https://127.0.0.1:" + site.port(), "HF-0804");
        }
    }

    private void assertRefused(String server, String code) {
        try (Holdfast app = Holdfast.builder("org.example.matrix").at(home).open()) {
            SecretString password = SecretString.copyOf("hidden-password");
            assertThatThrownBy(() -> app.sessions(CLIENTS)
                            .signIn(handle -> CLIENTS.logIn(handle, URI.create(server), "alice", password)))
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            e -> assertThat(e.code()).as(e.toString()).isEqualTo(code))
                    .hasMessageNotContaining("hidden-password");
            assertThat(app.accounts()).isEmpty();
        }
    }

    /** Answers everything with a page. */
    private static final class Website implements AutoCloseable {

        private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                + "Connection: close\r\n\r\n<html>";

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        Website() throws IOException {
            Thread thread = new Thread(this::serve, "website");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            try {
                while (true) {
                    answer(socket.accept());
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).isTrue();
            }
        }

        private static void answer(Socket caller) {
            try (caller;
                    OutputStream out = caller.getOutputStream()) {
                caller.getInputStream().read(new byte[8192]);
                out.write(PAGE.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                assertThat(e).as("the caller went away").isNotNull();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
