// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import java.util.List;

/** The state of the example in the persistence patterns, in its second version. */
record AppState(List<String> newField, long newFieldName) {

    static final Schema<AppState> SCHEMA = Schema.of("app_state", AppState.class, new AppState(List.of(), 0))
            .version(2)
            .migrate(1, data -> data.add("new_field", List.of()).rename("old_field_name", "new_field_name"))
            .withCodec(Codec.ofTree(AppState::toTree, AppState::fromTree));

    private JsonObject toTree() {
        return JsonObject.empty().with("new_field", newField).with("new_field_name", newFieldName);
    }

    private static AppState fromTree(JsonObject tree) {
        return new AppState(Trees.texts(tree, "new_field"), tree.integer("new_field_name"));
    }
}
