// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.homeserver;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A real homeserver of these tests' own: Synapse on the loopback, without federation, with access tokens that live for
 * seconds. Its log is left behind.
 */
public final class Synapse implements AutoCloseable {

    /** Of every user. */
    public static final String PASSWORD = "correct-horse-battery";

    private static final String VERSION = "1.163.2";
    private static final String SHARED_SECRET = "of the tests";
    private static final Duration START = Duration.ofSeconds(90);

    private final Path folder;
    private final URI uri;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String admin;

    private Synapse(Path folder, int port, Process process) throws Exception {
        this.folder = folder;
        this.uri = URI.create("http://127.0.0.1:" + port);
        this.process = process;
        awaitAnswer();
        this.admin = registerAdmin();
    }

    /**
     * Starts one whose tokens live for ten seconds; returns when it answers.
     *
     * @param folder an empty one, for its database and its log
     */
    public static Synapse start(Path folder) throws Exception {
        return start(folder, Duration.ofSeconds(10));
    }

    /**
     * As above.
     *
     * @param tokens how long an access token lives
     */
    public static Synapse start(Path folder, Duration tokens) throws Exception {
        PythonPackage synapse = PythonPackage.installed(VERSION, "matrix-synapse==" + VERSION);
        int port = freePort();
        Path config = Files.writeString(folder.resolve("homeserver.yaml"), config(folder, port, tokens));
        Files.writeString(folder.resolve("log.yaml"), logConfig(folder));
        run(synapse, folder, "--generate-keys", "-c", config.toString())
                .onExit()
                .join();
        return new Synapse(folder, port, run(synapse, folder, "-c", config.toString()));
    }

    private static Process run(PythonPackage synapse, Path folder, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(synapse.python(), "-m", "synapse.app.homeserver");
        builder.command().addAll(List.of(arguments));
        Path out = folder.resolve("out.log");
        return builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String config(Path folder, int port, Duration tokens) {
        return """
                server_name: localhost
                pid_file: %1$s/homeserver.pid
                listeners:
                  - {port: %2$d, bind_addresses: ['127.0.0.1'], type: http, tls: false, resources: [{names: [client]}]}
                database: {name: sqlite3, args: {database: %1$s/homeserver.db}}
                log_config: %1$s/log.yaml
                media_store_path: %1$s/media
                signing_key_path: %1$s/signing.key
                report_stats: false
                registration_shared_secret: %3$s
                macaroon_secret_key: of the tests, too
                form_secret: and this one
                trusted_key_servers: []
                suppress_key_server_warning: true
                federation_domain_whitelist: []
                refreshable_access_token_lifetime: %4$ds
                nonrefreshable_access_token_lifetime: 24h
                presence: {enabled: false}
                rc_message: {per_second: 10000, burst_count: 10000}
                rc_registration: {per_second: 10000, burst_count: 10000}
                rc_login:
                  address: {per_second: 10000, burst_count: 10000}
                  account: {per_second: 10000, burst_count: 10000}
                  failed_attempts: {per_second: 10000, burst_count: 10000}
                rc_joins: {local: {per_second: 10000, burst_count: 10000}}
                rc_invites: {per_room: {per_second: 10000, burst_count: 10000}, per_user: {per_second: 10000, burst_count: 10000}}
                """.formatted(folder, port, SHARED_SECRET, tokens.toSeconds());
    }

    private static String logConfig(Path folder) {
        return """
                version: 1
                formatters: {line: {format: '%%(asctime)s %%(levelname)s %%(name)s %%(request)s %%(message)s'}}
                handlers: {file: {class: logging.FileHandler, formatter: line, filename: %s/homeserver.log}}
                root: {level: INFO, handlers: [file]}
                """.formatted(folder);
    }

    /** Where its client API is. */
    public URI uri() {
        return uri;
    }

    /** As the server names a user. */
    public static String id(String name) {
        return "@" + name + ":localhost";
    }

    /** Makes a user who has no device yet, with {@link #PASSWORD}. */
    public String user(String name) throws Exception {
        change(id(name), "password", PASSWORD);
        return id(name);
    }

    /**
     * Makes a room that anybody may enter and that is not encrypted.
     *
     * @param alias its other name, as in {@code #alias:localhost}
     */
    public String plainRoom(String alias) throws Exception {
        JsonObject request = JsonObject.of(Map.of("preset", "public_chat", "room_alias_name", alias));
        return call("POST", "/_matrix/client/v3/createRoom", request).string("room_id");
    }

    /** The types of the last events of a room, the latest first. */
    public List<String> eventTypes(String room) throws Exception {
        String path = "/_synapse/admin/v1/rooms/" + encoded(room) + "/messages?dir=b&limit=100";
        return call("GET", path, JsonObject.empty()).array("chunk").stream()
                .map(event -> ((JsonObject) event).string("type"))
                .toList();
    }

    /** Changes a byte of every file that users have given it, as a failing disk does. */
    public void damageFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("media/local_content"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2]++;
                Files.write(file, bytes);
            }
        }
    }

    /** The ids of a user's devices. */
    public List<String> devices(String user) throws Exception {
        return call("GET", devicesOf(user), JsonObject.empty()).array("devices").stream()
                .map(device -> ((JsonObject) device).string("device_id"))
                .toList();
    }

    /** Ends a device's session, as an administrator does, or the user from another device. */
    public void revoke(String user, String device) throws Exception {
        call("DELETE", devicesOf(user) + "/" + encoded(device), JsonObject.empty());
    }

    /** Serves a user no more, whose sessions stay. */
    public void lock(String user) throws Exception {
        change(user, "locked", true);
    }

    /** Serves a user again. */
    public void unlock(String user) throws Exception {
        change(user, "locked", false);
    }

    private void change(String user, String field, Object value) throws Exception {
        call("PUT", "/_synapse/admin/v2/users/" + encoded(user), JsonObject.of(Map.of(field, value)));
    }

    private static String devicesOf(String user) {
        return "/_synapse/admin/v2/users/" + encoded(user) + "/devices";
    }

    private String registerAdmin() throws Exception {
        String path = "/_synapse/admin/v1/register";
        String nonce = send("GET", path, "", JsonObject.empty()).string("nonce");
        JsonObject request = JsonObject.of(
                Map.of("nonce", nonce, "username", "admin", "password", PASSWORD, "admin", true, "mac", mac(nonce)));
        return send("POST", path, "", request).string("access_token");
    }

    private static String mac(String nonce) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SHARED_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String text = String.join("\0", nonce, "admin", PASSWORD, "admin");
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonObject call(String method, String path, JsonObject body) throws Exception {
        return send(method, path, admin, body);
    }

    private JsonObject send(String method, String path, String token, JsonObject body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path))
                .method(
                        method,
                        "GET".equals(method)
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body.print(Layout.COMPACT)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return (JsonObject) JsonValue.parse(response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void awaitAnswer() throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        HttpRequest versions =
                HttpRequest.newBuilder(uri.resolve("/_matrix/client/versions")).build();
        while (true) {
            try {
                http.send(versions, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException(
                            "Synapse does not answer; it said:\n" + Files.readString(folder.resolve("out.log")), e);
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
                        .join();
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
