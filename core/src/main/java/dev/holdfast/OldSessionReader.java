// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.JsonNull;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Reads what a session file holds, strictly; what it refuses it tells without a value. */
final class OldSessionReader {

    private static final String CLIENT = "client_session";
    private static final String USER = "user_session";
    private static final String HOMESERVER = "homeserver";
    private static final String DATABASE = "db_path";
    private static final String PASSPHRASE = "passphrase";
    private static final Set<String> WEB = Set.of("http", "https");

    private final SessionFile file;
    private final Path path;

    OldSessionReader(SessionFile file) {
        this.file = file;
        this.path = file.path();
    }

    OldSession read(byte[] json) {
        try {
            if (JsonValue.parse(json) instanceof JsonObject tree) {
                return file.user().map(user -> client(user, tree)).orElseGet(() -> full(tree));
            }
            throw ImportProblems.misfit(path, "it is no object");
        } catch (CodecException e) {
            throw refused(e);
        }
    }

    private RuntimeException refused(CodecException e) {
        String field = String.join(".", e.path());
        return switch (e.kind()) {
            case MISSING -> ImportProblems.misfit(path, "it lacks " + field);
            case MISMATCH -> ImportProblems.misfit(path, field + " is of another kind");
            default -> ImportProblems.notJson(path, e.problem().what());
        };
    }

    private OldSession client(String user, JsonObject tree) {
        return session(user, tree, rest(tree));
    }

    private OldSession full(JsonObject tree) {
        JsonObject client = tree.object(CLIENT);
        JsonObject login = tree.object(USER);
        JsonObject tokens = login.get(USER).isPresent() ? login.object(USER) : login; // of OAuth, beside its client_id
        text(tokens, "device_id");
        text(tokens, "access_token");
        optionalText(tokens, "refresh_token");
        optionalText(tree, "sync_token");
        JsonObject more = rest(client);
        return session(
                text(tokens, "user_id"),
                client,
                more.fields().isEmpty() ? tree.remove(CLIENT) : tree.with(CLIENT, more));
    }

    private static JsonObject rest(JsonObject client) {
        return client.remove(HOMESERVER).remove(DATABASE).remove(PASSPHRASE);
    }

    private OldSession session(String user, JsonObject client, JsonObject rest) {
        byte[] clientData = rest.print(Layout.COMPACT);
        try {
            return new OldSession(
                    user,
                    endpoint(text(client, HOMESERVER)),
                    text(client, DATABASE),
                    SecretString.copyOf(text(client, PASSPHRASE)),
                    SecretBytes.copyOf(clientData));
        } finally {
            Arrays.fill(clientData, (byte) 0);
        }
    }

    private String text(JsonObject object, String field) {
        String text = object.string(field);
        if (text.isEmpty()) {
            throw ImportProblems.empty(path, field);
        }
        return text;
    }

    private void optionalText(JsonObject object, String field) {
        if (object.get(field).filter(value -> !(value instanceof JsonNull)).isPresent()) {
            text(object, field);
        }
    }

    private URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (WEB.contains(scheme) && uri.getRawAuthority() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw ImportProblems.noEndpoint(path); // its text has the value
        }
        throw ImportProblems.noEndpoint(path);
    }
}
