// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import dev.holdfast.state.Schema;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The document that holds an account's session, sealed. Written and read by hand: no databind on the way to a client. */
record SavedSession(Optional<Session> session) {

    static final SavedSession NONE = new SavedSession(Optional.empty());

    static final Schema<SavedSession> SCHEMA =
            Schema.of("session", SavedSession.class, NONE).withCodec(new TreesOfKnownFields());

    private static final Set<String> FIELDS = Set.of("endpoint", "client_data", "store", "passphrase");

    /** Trees tell what they do not know by writing what they read; names do as well here, and that takes no encoding. */
    private static final class TreesOfKnownFields implements Codec<SavedSession> {

        private final Codec<SavedSession> lenient = Codec.ofTree(SavedSession::toTree, SavedSession::fromTree);
        private final Codec<SavedSession> exact = Codec.ofTree(SavedSession::toTree, SavedSession::fromKnown);

        @Override
        public byte[] encode(SavedSession value, Layout layout) {
            return lenient.encode(value, layout);
        }

        @Override
        public SavedSession decode(byte[] bytes, int offset, int length, Mode mode) {
            Codec<SavedSession> reader = mode == Mode.EXACT ? exact : lenient;
            return reader.decode(bytes, offset, length, Mode.LENIENT);
        }
    }

    private static SavedSession fromKnown(JsonObject tree) {
        for (String name : tree.fields().keySet()) {
            if (!FIELDS.contains(name)) {
                throw new CodecException(CodecException.Kind.UNKNOWN, List.of(name), "a release that knew it wrote it");
            }
        }
        return fromTree(tree);
    }

    static SavedSession of(Session session) {
        return new SavedSession(Optional.of(session));
    }

    private JsonObject toTree() {
        return session.map(SavedSession::tree).orElseGet(JsonObject::empty);
    }

    private static JsonObject tree(Session session) {
        JsonObject tree = JsonObject.empty()
                .with("endpoint", session.endpoint().toString())
                .with("client_data", encode(session.clientData()));
        JsonObject stored =
                session.store().map(store -> tree.with("store", store)).orElse(tree);
        return session.passphrase()
                .map(secret -> stored.with("passphrase", String.valueOf(secret.reveal())))
                .orElse(stored);
    }

    private static String encode(SecretBytes secret) {
        byte[] revealed = secret.reveal();
        try {
            return Base64.getEncoder().encodeToString(revealed);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    private static SecretBytes decode(String text) {
        byte[] revealed = Base64.getDecoder().decode(text);
        try {
            return SecretBytes.copyOf(revealed);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    private static SavedSession fromTree(JsonObject tree) {
        if (tree.fields().isEmpty()) {
            return NONE;
        }
        Session bare = Session.of(URI.create(tree.string("endpoint")), decode(tree.string("client_data")));
        Session stored = text(tree, "store").map(bare::withStore).orElse(bare);
        return of(text(tree, "passphrase")
                .map(secret -> stored.withPassphrase(SecretString.copyOf(secret)))
                .orElse(stored));
    }

    private static Optional<String> text(JsonObject tree, String field) {
        Optional<JsonValue> value = tree.get(field);
        return value.map(text -> ((JsonString) text).text());
    }
}
