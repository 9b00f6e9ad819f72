// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keyring of a desktop, as GNOME's, KDE's and KeePassXC's speak: the Secret Service API of freedesktop.org, version
 * 0.2. Connected for one piece of work; all but a person is waited for until one deadline.
 */
final class SecretService implements Closeable {

    private static final String SERVICE_PATH = "/org/freedesktop/secrets";
    private static final String SERVICE = "Secret.Service";
    private static final String COLLECTION = "Secret.Collection";
    private static final String ITEM = "Secret.Item";
    private static final String PROMPT = "Secret.Prompt";
    private static final String COMPLETED = "org.freedesktop.Secret.Prompt.Completed";

    /** What stands for no object. */
    private static final String NONE = "/";

    private final Bus bus;

    private SecretService(Bus bus) {
        this.bus = bus;
    }

    /** @throws java.net.ConnectException if no bus listens there */
    static SecretService connect(Path socket, Deadline deadline) throws IOException {
        return new SecretService(Bus.open(socket, deadline));
    }

    /** Items that were searched for. */
    record Found(List<String> unlocked, List<String> locked) {}

    /** The collection that new items go into, if there is one. */
    Optional<String> defaultCollection() throws IOException {
        return object(call(SERVICE_PATH, SERVICE, "ReadAlias", "s", out -> out.string("default"), "o")
                .objectPath());
    }

    boolean isLocked(String collection) throws IOException {
        return call(
                        collection,
                        "DBus.Properties",
                        "Get",
                        "ss",
                        out -> out.string("org.freedesktop." + COLLECTION).string("Locked"),
                        "v")
                .variant("b")
                .bool();
    }

    /** The prompt that a person has to answer before; empty if it is unlocked now. */
    Optional<String> unlock(String collection) throws IOException {
        Marshaller.Content one = out -> out.array(4, paths -> paths.string(collection));
        Unmarshaller reply = call(SERVICE_PATH, SERVICE, "Unlock", "ao", one, "aoo");
        reply.objectPaths();
        return object(reply.objectPath());
    }

    /** Items with these attributes, in all collections. */
    Found search(Map<String, String> attributes) throws IOException {
        Unmarshaller reply =
                call(SERVICE_PATH, SERVICE, "SearchItems", "a{ss}", out -> out.dictionary(attributes), "aoao");
        return new Found(reply.objectPaths(), reply.objectPaths());
    }

    /** Opens a session, through which secrets travel. */
    SecretSession session(SessionKey.Half half) throws IOException {
        try {
            Marshaller.Content offer =
                    out -> out.string(SessionKey.ALGORITHM).variant("ay", it -> it.bytes(half.publicKey()));
            Unmarshaller reply = call(SERVICE_PATH, SERVICE, "OpenSession", "sv", offer, "vo");
            SessionKey key = half.agree(reply.variant("ay").bytes());
            return new SecretSession(reply.objectPath(), Optional.of(key));
        } catch (ErrorReply e) {
            if (!e.isOf("org.freedesktop.DBus.Error.NotSupported")) {
                throw e;
            }
            return plainSession();
        }
    }

    private SecretSession plainSession() throws IOException {
        Marshaller.Content offer = out -> out.string("plain").variant("s", it -> it.string(""));
        Unmarshaller reply = call(SERVICE_PATH, SERVICE, "OpenSession", "sv", offer, "vo");
        reply.variant("s").string();
        return new SecretSession(reply.objectPath(), Optional.empty());
    }

    /**
     * Makes an item, or replaces the one of the same attributes.
     *
     * @return the prompt that a person would have to answer before; empty if it is done
     */
    Optional<String> create(
            String collection, String label, Map<String, String> attributes, SecretSession session, byte[] secret)
            throws IOException {
        Transferred transferred = session.seal(secret);
        try {
            Marshaller.Content arguments = out -> {
                out.array(8, properties -> {
                    properties
                            .struct()
                            .string("org.freedesktop." + ITEM + ".Label")
                            .variant("s", it -> it.string(label));
                    properties
                            .struct()
                            .string("org.freedesktop." + ITEM + ".Attributes")
                            .variant("a{ss}", it -> it.dictionary(attributes));
                });
                out.struct()
                        .string(session.path())
                        .bytes(transferred.parameters())
                        .bytes(transferred.value())
                        .string("application/octet-stream");
                out.bool(true);
            };
            Unmarshaller reply = call(collection, COLLECTION, "CreateItem", "a{sv}(oayays)b", arguments, "oo");
            reply.objectPath();
            return object(reply.objectPath());
        } finally {
            transferred.wipe();
        }
    }

    /** The secret of an item, the caller's to wipe. */
    byte[] secret(String item, SecretSession session) throws IOException {
        Unmarshaller reply = call(item, ITEM, "GetSecret", "o", out -> out.string(session.path()), "(oayays)")
                .struct();
        try {
            reply.objectPath();
            Transferred transferred = new Transferred(reply.bytes(), reply.bytes());
            return session.unseal(transferred);
        } finally {
            reply.wipe();
        }
    }

    /** Destroys an item. The prompt that a person would have to answer before; empty if it is done. */
    Optional<String> delete(String item) throws IOException {
        return object(call(item, ITEM, "Delete", "", out -> {}, "o").objectPath());
    }

    /**
     * Shows a prompt to the person, and waits for the answer. A prompt that is not answered goes away with the connection.
     *
     * @param patience for the person, once the prompt is shown
     */
    Answer show(String prompt, Deadline patience) throws IOException {
        String rule = "type='signal',interface='org.freedesktop." + PROMPT + "',path='" + prompt + "'";
        bus.call(MethodCall.toBus("AddMatch", "s", out -> out.string(rule)), "");
        int shown = bus.send(MethodCall.toKeyring(prompt, PROMPT, "Prompt", "s", out -> out.string("")));
        Deadline until = bus.deadline();
        while (true) {
            Message message;
            try {
                message = bus.next(until);
            } catch (SocketTimeoutException e) {
                if (until.equals(patience)) {
                    return Answer.NONE;
                }
                throw e;
            }
            if (message.answers(shown)) {
                message.expect("");
                until = patience;
            } else if (message.isSignal(prompt, COMPLETED)) {
                return message.expect("bv").bool() ? Answer.DISMISSED : Answer.GIVEN;
            }
        }
    }

    /** What a person did about a prompt. */
    enum Answer {
        GIVEN,
        DISMISSED,
        NONE
    }

    private Unmarshaller call(
            String path,
            String interfaceName,
            String member,
            String signature,
            Marshaller.Content arguments,
            String types)
            throws IOException {
        return bus.call(MethodCall.toKeyring(path, interfaceName, member, signature, arguments), types);
    }

    private static Optional<String> object(String path) {
        return path.equals(NONE) ? Optional.empty() : Optional.of(path);
    }

    @Override
    public void close() throws IOException {
        bus.close();
    }
}
