// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.util.List;
import java.util.Map;

/**
 * What a logout must know after a crash, when the account can say nothing any more.
 *
 * @param user who logged out; empty if a sign-in never finished
 * @param keys the keys to destroy, and who has them
 */
record JournalRecord(String user, List<KeyRef> keys) {

    byte[] print() {
        List<Map<String, String>> refs = keys.stream()
                .map(key -> Map.of("provider", key.provider(), "key", key.key().text()))
                .toList();
        return JsonObject.empty().with("user", user).with("keys", refs).print(Layout.PRETTY);
    }

    static JournalRecord parse(byte[] json) {
        JsonObject tree = (JsonObject) JsonValue.parse(json);
        return new JournalRecord(
                tree.string("user"),
                tree.array("keys").stream().map(JournalRecord::key).toList());
    }

    private static KeyRef key(JsonValue ref) {
        JsonObject fields = (JsonObject) ref;
        return new KeyRef(fields.string("provider"), new KeyId(fields.string("key")));
    }
}
