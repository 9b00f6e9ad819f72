// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a logout must know after a crash, when the account can say nothing any more.
 *
 * @param user who logged out; empty if a sign-in never finished
 * @param keys the keys to destroy, and who has them
 * @param revoked whether the server has ended the session already
 * @param revokeUntil of a {@link Ticket}: how long its session is to be revoked before anything is destroyed
 */
record JournalRecord(String user, List<KeyRef> keys, boolean revoked, Optional<Instant> revokeUntil) {

    private static final String UNTIL = "revoke_until";

    JournalRecord(String user, List<KeyRef> keys) {
        this(user, keys, false, Optional.empty());
    }

    JournalRecord withRevoked() {
        return new JournalRecord(user, keys, true, revokeUntil);
    }

    JournalRecord withKeys(List<KeyRef> known) {
        return new JournalRecord(user, known, revoked, revokeUntil);
    }

    byte[] print() {
        List<Map<String, String>> refs = keys.stream()
                .map(key -> Map.of("provider", key.provider(), "key", key.key().text()))
                .toList();
        JsonObject tree =
                JsonObject.empty().with("user", user).with("keys", refs).with("revoked", revoked);
        return revokeUntil
                .map(until -> tree.with(UNTIL, until.toString()))
                .orElse(tree)
                .print(Layout.PRETTY);
    }

    static JournalRecord parse(byte[] json) {
        JsonObject tree = (JsonObject) JsonValue.parse(json);
        return new JournalRecord(
                tree.string("user"),
                tree.array("keys").stream().map(JournalRecord::key).toList(),
                tree.bool("revoked"),
                tree.get(UNTIL).map(until -> Instant.parse(((JsonString) until).text())));
    }

    private static KeyRef key(JsonValue ref) {
        JsonObject fields = (JsonObject) ref;
        return new KeyRef(fields.string("provider"), new KeyId(fields.string("key")));
    }
}
