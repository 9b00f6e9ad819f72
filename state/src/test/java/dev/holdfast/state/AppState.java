// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.List;
import java.util.Map;

/** The state of the seed's example, at version 2. */
record AppState(List<String> newField, long newFieldName) {

    static final AppState EMPTY = new AppState(List.of(), 0);

    static final Codec<AppState> CODEC = Codec.ofTree(
            state -> JsonObject.of(Map.of("new_field", state.newField)).add("new_field_name", state.newFieldName),
            data -> new AppState(
                    data.array("new_field").stream()
                            .map(element -> ((JsonString) element).text())
                            .toList(),
                    data.integer("new_field_name")));

    static final Schema<AppState> V2 = Schema.of("app_state", AppState.class, EMPTY)
            .version(2)
            .migrate(1, data -> data.add("new_field", List.of()).rename("old_field_name", "new_field_name"))
            .withCodec(CODEC);

    static AppState of(long number) {
        return new AppState(List.of(), number);
    }

    AppState plus(long more) {
        return new AppState(newField, newFieldName + more);
    }

    AppState more() {
        return plus(1);
    }
}
