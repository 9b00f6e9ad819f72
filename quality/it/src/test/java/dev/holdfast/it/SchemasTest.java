// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.it.Chat.Draft;
import dev.holdfast.it.SnippetWorld.AppState;
import dev.holdfast.testkit.SchemaFixtures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What earlier versions stored, the seed's among them, still loads as it did. */
class SchemasTest {

    private static final SchemaFixtures FIXTURES = SchemaFixtures.in(Path.of("src/test/resources/schemas"));

    @Test
    void theStateOfTheSeedLoadsAsItDid() {
        FIXTURES.check(SnippetWorld.STATE, new AppState(List.of("pinned"), 7));
    }

    @Test
    void draftsLoadAsTheyDid() {
        FIXTURES.check(Draft.SCHEMA, new Draft("Dear Bob"));
    }
}
