// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A keyring behind a {@link FakeBus}: healthy, with the manners of gnome-keyring, but where a test says otherwise. */
final class FakeKeyring implements FakeBus.Line {

    static final String COLLECTION = "/org/freedesktop/secrets/collection/login";
    static final String PROMPT = "/org/freedesktop/secrets/prompt/p1";
    static final String ELSEWHERE = "/org/freedesktop/secrets/collection/other/1";

    private static final String NONE = "/";
    private static final String SESSION = "/org/freedesktop/secrets/session/s1";
    private static final String NOT_SUPPORTED = "org.freedesktop.DBus.Error.NotSupported";

    /** What is answered instead; several messages, or none. */
    interface Answer {
        List<ByteBuffer> to(Call call);
    }

    final Queue<String> called = new ConcurrentLinkedQueue<>();
    final Map<String, String> labels = new ConcurrentHashMap<>();
    volatile boolean locked;
    volatile boolean plainOnly;

    private final Map<Map<String, String>, byte[]> items = new LinkedHashMap<>();
    private final Map<String, Answer> otherwise = new ConcurrentHashMap<>();
    private Optional<SessionKey> key = Optional.empty();

    /** Answers the calls of a method so from now on. */
    void on(String member, Answer answer) {
        otherwise.put(member, answer);
    }

    void failOn(String member, String error) {
        on(member, call -> List.of(call.failing(error)));
    }

    synchronized Map<Map<String, String>, byte[]> items() {
        return Map.copyOf(items);
    }

    @Override
    public void serve(SocketChannel client) throws IOException {
        FakeBus.letIn(client);
        while (true) {
            Call call = Call.read(client);
            called.add(call.member());
            Answer other = otherwise.get(call.member());
            for (ByteBuffer message : other == null ? List.of(answer(call)) : other.to(call)) {
                FakeBus.write(client, message);
            }
        }
    }

    private synchronized ByteBuffer answer(Call call) throws IOException {
        return switch (call.member()) {
            case "Hello" -> call.returning("s", out -> out.string(":1.1"));
            case "AddMatch", "Prompt" -> call.returning("", out -> {});
            case "ReadAlias" -> call.returning("o", out -> out.string(COLLECTION));
            case "Get" -> call.returning("v", out -> out.variant("b", it -> it.bool(locked)));
            case "Unlock" ->
                call.returning("aoo", out -> out.array(4, none -> {}).string(locked ? PROMPT : NONE));
            case "OpenSession" -> session(call);
            case "CreateItem" -> create(call);
            case "SearchItems" -> search(call);
            case "GetSecret" -> secret(call);
            case "Delete" -> delete(call);
            default -> call.failing("org.freedesktop.DBus.Error.UnknownMethod");
        };
    }

    private ByteBuffer session(Call call) throws IOException {
        if (call.arguments().string().equals("plain")) {
            key = Optional.empty();
            return call.returning(
                    "vo", out -> out.variant("s", it -> it.string("")).string(SESSION));
        }
        if (plainOnly) {
            return call.failing(NOT_SUPPORTED);
        }
        SessionKey.Half half = SessionKey.Half.random(new SecureRandom());
        key = Optional.of(half.agree(call.arguments().variant("ay").bytes()));
        return call.returning(
                "vo", out -> out.variant("ay", it -> it.bytes(half.publicKey())).string(SESSION));
    }

    /** Label and attributes come in this order. */
    private ByteBuffer create(Call call) throws IOException {
        Unmarshaller in = call.arguments();
        in.uint32();
        in.struct().string();
        String label = in.variant("s").string();
        in.struct().string();
        Map<String, String> attributes = attributes(in.variant("a{ss}"));
        in.struct().objectPath();
        SecretSession session = new SecretSession(SESSION, key);
        items.put(attributes, session.unseal(new Transferred(in.bytes(), in.bytes())));
        in.string();
        labels.put(attributes.getOrDefault("id", ""), label);
        return call.returning(
                "oo", out -> out.string(path(attributes)).string(in.hasMore() ? NONE : "/there/is/no/replace"));
    }

    private ByteBuffer search(Call call) throws IOException {
        Map<String, String> wanted = attributes(call.arguments());
        return call.returning(
                "aoao",
                out -> out.array(4, paths -> {
                            if (items.containsKey(wanted)) {
                                paths.string(path(wanted));
                            }
                        })
                        .array(4, none -> {}));
    }

    private ByteBuffer secret(Call call) {
        SecretSession session = new SecretSession(SESSION, key);
        Transferred transferred = session.seal(item(call.path()).getValue());
        return call.returning(
                "(oayays)",
                out -> out.struct()
                        .string(SESSION)
                        .bytes(transferred.parameters())
                        .bytes(transferred.value())
                        .string("application/octet-stream"));
    }

    private ByteBuffer delete(Call call) {
        items.remove(item(call.path()).getKey());
        return call.returning("o", out -> out.string(NONE));
    }

    private Map.Entry<Map<String, String>, byte[]> item(String path) {
        return items.entrySet().stream()
                .filter(entry -> path(entry.getKey()).equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static String path(Map<String, String> attributes) {
        return COLLECTION + "/" + Integer.toUnsignedString(new TreeMap<>(attributes).hashCode());
    }

    private static Map<String, String> attributes(Unmarshaller in) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        in.uint32();
        for (int i = 0; i < 3; i++) {
            in.struct();
            attributes.put(in.string(), in.string());
        }
        return attributes;
    }
}
