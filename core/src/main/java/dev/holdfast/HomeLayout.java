// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.CodecException;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.util.List;
import java.util.Optional;

/** How a home is laid out, and the note of it, {@code home.json}, which later releases read before anything else. */
final class HomeLayout {

    private static final long VERSION = 1;
    private static final BlobName NOTE = Scope.HOME.blob("home.json");
    private static final List<Scope> SCOPES = List.of(Home.APP, Journal.SCOPE, Incarnation.ALL, Incarnation.BY_USER);

    private final Storage storage;
    private final String appId;

    HomeLayout(Storage storage, String appId) {
        this.storage = storage;
        this.appId = appId;
    }

    /**
     * Makes what is not there.
     *
     * @param id what this home is told apart by from others, if it is made now
     * @return by what it is told apart
     */
    HomeId prepare(HomeId id) {
        Optional<Stored> note = storage.read(NOTE);
        if (note.isEmpty()) {
            byte[] first = JsonObject.empty()
                    .with("layout", VERSION)
                    .with("app", appId)
                    .with("id", id.text())
                    .print(Layout.PRETTY);
            storage.replace(NOTE, Revision.ABSENT, first, Durability.DURABLE);
        }
        HomeId found = check(note.or(() -> storage.read(NOTE)).orElseThrow(this::unreadable));
        SCOPES.stream().filter(scope -> !storage.exists(scope)).forEach(storage::create);
        return found;
    }

    /** Makes nothing: the home must be there. */
    HomeId require() {
        return check(storage.read(NOTE).orElseThrow(() -> Problems.noHome(storage.location(NOTE))));
    }

    private HomeId check(Stored note) {
        try {
            return check((JsonObject) JsonValue.parse(note.bytes()));
        } catch (CodecException | ClassCastException e) {
            throw unreadable();
        }
    }

    private HomeId check(JsonObject fields) {
        long version = fields.integer("layout");
        if (version > VERSION) {
            throw Problems.newerHome(storage.location(NOTE), version);
        }
        if (version < 1 || !fields.string("app").equals(appId)) {
            throw unreadable();
        }
        return fields.get("id").isPresent() ? HomeId.of(fields.string("id")) : HomeId.NONE;
    }

    private RuntimeException unreadable() {
        return Problems.unreadableHome(storage.location(NOTE));
    }
}
