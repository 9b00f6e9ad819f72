// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import dev.holdfast.Session;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a session's client data hold.
 *
 * @param user whose it is
 * @param device as which
 * @param access what the server is shown
 * @param refresh what the next ones are asked for with, if the server gave one
 * @param opens how often the store was opened
 */
public record Tokens(String user, String device, String access, Optional<String> refresh, long opens) {

    private static final String REFRESH = "refresh_token";

    /** Those of a session. */
    public static Tokens of(Session session) {
        byte[] bytes = session.clientData().reveal();
        try {
            JsonObject tree = (JsonObject) JsonValue.parse(bytes);
            return new Tokens(
                    tree.string("user_id"),
                    tree.string("device_id"),
                    tree.string("access_token"),
                    tree.get(REFRESH).map(it -> ((JsonString) it).text()),
                    tree.integer("opens"));
        } catch (CodecException | ClassCastException e) {
            throw Problems.foreignSession();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The same of the next exchange. */
    public Tokens with(String nextAccess, Optional<String> nextRefresh) {
        return new Tokens(user, device, nextAccess, nextRefresh, opens);
    }

    /** The same after another opening. */
    public Tokens with(long moreOpens) {
        return new Tokens(user, device, access, refresh, moreOpens);
    }

    /** As client data. */
    public SecretBytes toBytes() {
        JsonObject tree = JsonObject.empty()
                .with("user_id", user)
                .with("device_id", device)
                .with("access_token", access)
                .with("opens", opens);
        byte[] bytes = refresh.map(it -> tree.with(REFRESH, it)).orElse(tree).print(Layout.COMPACT);
        try {
            return SecretBytes.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Without them. */
    @Override
    public String toString() {
        return "Tokens[" + user + " " + device + "]";
    }
}
