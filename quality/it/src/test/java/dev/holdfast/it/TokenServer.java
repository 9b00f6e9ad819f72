// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server on this machine that exchanges tokens as Matrix does: old tokens are good until one of the new ones is used. Of
 * several pairs that were given for one token the last is good alone. Each path is an account of its own.
 */
final class TokenServer implements AutoCloseable {

    /** An access token and the token that it is refreshed with, as they go over the wire and into a session. */
    record Pair(String access, String refresh) {

        static Pair parse(String text) {
            String[] both = text.split(" ", -1);
            return new Pair(both[0], both[1]);
        }

        @Override
        public String toString() {
            return access + " " + refresh;
        }
    }

    /** Told of the first use of a pair, before the server takes it: what is true now was true when it was used. */
    interface FirstUse {
        void of(String account, Pair pair) throws IOException;
    }

    private static final class Tokens {
        private int issued;
        private int refreshes;
        private Pair current = issue();
        private @Nullable Pair next;

        private Pair issue() {
            issued++;
            return new Pair("access-" + issued, "refresh-" + issued);
        }
    }

    private final HttpServer server;
    private final FirstUse firstUse;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Tokens> accounts = new ConcurrentHashMap<>();

    private TokenServer(HttpServer server, FirstUse firstUse) {
        this.server = server;
        this.firstUse = firstUse;
    }

    static TokenServer start() throws IOException {
        return start((account, pair) -> {});
    }

    static TokenServer start(FirstUse firstUse) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenServer server = new TokenServer(http, firstUse);
        http.setExecutor(server.threads);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** How often the tokens of an account were exchanged. */
    int refreshes(String account) {
        Tokens tokens = accounts.computeIfAbsent("/" + account, any -> new Tokens());
        synchronized (tokens) {
            return tokens.refreshes;
        }
    }

    /** A POST logs in where it has no body, else exchanges the token in it; a GET uses the token in its header. */
    private void answer(HttpExchange exchange) throws IOException {
        String account = exchange.getRequestURI().getPath();
        Tokens tokens = accounts.computeIfAbsent(account, any -> new Tokens());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (exchange) {
            Pair given;
            synchronized (tokens) {
                given = exchange.getRequestMethod().equals("GET")
                        ? use(account, tokens, exchange.getRequestHeaders().getFirst("Authorization"))
                        : exchange(account, tokens, body);
            }
            byte[] text = given == null ? new byte[0] : given.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(given == null ? 401 : 200, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private @Nullable Pair use(String account, Tokens tokens, String access) throws IOException {
        Pair next = tokens.next;
        if (next != null && next.access().equals(access)) {
            take(account, tokens, next);
        }
        return tokens.current.access().equals(access) ? tokens.current : null;
    }

    private @Nullable Pair exchange(String account, Tokens tokens, String refresh) throws IOException {
        if (refresh.isEmpty()) {
            return tokens.current;
        }
        tokens.refreshes++;
        Pair next = tokens.next;
        if (next != null && next.refresh().equals(refresh)) {
            take(account, tokens, next);
        }
        if (!tokens.current.refresh().equals(refresh)) {
            return null;
        }
        Pair given = tokens.issue();
        tokens.next = given;
        return given;
    }

    private void take(String account, Tokens tokens, Pair next) throws IOException {
        firstUse.of(account.substring(1), next);
        tokens.current = next;
        tokens.next = null;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
