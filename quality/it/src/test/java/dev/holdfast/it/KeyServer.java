// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server on this machine that keeps what is put at a path until it is deleted. */
final class KeyServer {

    private static final int NONE = -1;

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final HttpServer server;

    private KeyServer(HttpServer server) {
        this.server = server;
    }

    static KeyServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyServer keys = new KeyServer(server);
        server.createContext("/", keys::answer);
        server.start();
        return keys;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    kept.put(path, exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(201, NONE);
                }
                case "DELETE" -> exchange.sendResponseHeaders(kept.remove(path) == null ? 404 : 204, NONE);
                default -> give(exchange, kept.get(path));
            }
        }
    }

    private static void give(HttpExchange exchange, byte @Nullable [] key) throws IOException {
        if (key == null) {
            exchange.sendResponseHeaders(404, NONE);
        } else {
            exchange.sendResponseHeaders(200, key.length);
            exchange.getResponseBody().write(key);
        }
    }

    void stop() {
        server.stop(0);
    }
}
