// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Documents whose codec is found, as apps have them. */
final class JacksonDocumentsTest {

    record AppState(
            @JsonProperty("new_field") List<String> newField,
            @JsonProperty("new_field_name") int newFieldName) {

        static final AppState EMPTY = new AppState(List.of(), 0);
    }

    record Size(int width, int height) {}

    record Area(int width, int height, boolean isOpen) {
        public int getSquare() {
            return width * height;
        }

        public boolean isEmpty() {
            return getSquare() == 0;
        }
    }

    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    record Drawing(List<Shape> shapes) {}

    static final class Hidden {
        private final String text;

        Hidden(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    record Window(Size size, boolean full, Map<String, String> keys) {}

    private static final Scope APP = Scope.of("app");
    private static final Schema<AppState> STATE = Schema.of("app_state", AppState.class, AppState.EMPTY)
            .version(2)
            .migrate(1, data -> data.add("new_field", List.of()).rename("old_field_name", "new_field_name"));
    private static final Schema<Window> WINDOW =
            Schema.of("window", Window.class, new Window(new Size(800, 600), true, Map.of("quit", "q")));

    private final MemoryStorage storage = new MemoryStorage();

    JacksonDocumentsTest() {
        storage.create(APP);
    }

    private Documents documents() {
        return Documents.over(storage, APP, CodecFactory.discovered(), Clock.systemUTC());
    }

    private Revision put(String name, String json) {
        BlobName blob = APP.blob(name);
        storage.replace(blob, storage.revision(blob), json.getBytes(StandardCharsets.UTF_8), Durability.DURABLE);
        return storage.revision(blob);
    }

    @Test
    void theServiceIsFound() {
        assertThat(CodecFactory.discovered().codec(Size.class)).isPresent();
    }

    @Test
    void theServiceIsDeclaredForTheClassPathToo() throws IOException {
        try (InputStream in =
                JacksonCodecs.class.getResourceAsStream("/META-INF/services/" + CodecFactory.class.getName())) {
            assertThat(in).asString(StandardCharsets.UTF_8).isEqualToIgnoringNewLines(JacksonCodecs.class.getName());
        }
    }

    @Test
    void theSeedsExampleLoads() {
        put("app_state.json", "{\"version\":1,\"data\":{\"old_field_name\":7}}");

        Loaded<AppState> loaded = documents().document(STATE).load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(loaded.value()).isEqualTo(new AppState(List.of(), 7));
    }

    @Test
    void theFileIsReadable() {
        documents().document(STATE).set(new AppState(List.of("a"), 7));

        assertThat(new String(
                        storage.read(APP.blob("app_state.json")).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .matches("""
                        \\{
                          "version": 2,
                          "sequence": 1,
                          "saved": "[-0-9]{10}T[:.0-9]{12}Z",
                          "checksum": "crc32c:[0-9a-f]{8}",
                          "data": \\{
                            "new_field": \\[
                              "a"
                            \\],
                            "new_field_name": 7
                          \\}
                        \\}
                        """);
    }

    @Test
    void onlyWhatIsMissingTakesTheInitialValue() {
        put("window.json", "{\"version\":1,\"data\":{\"size\":{\"width\":5},\"keys\":{}}}");

        Loaded<Window> loaded = documents().document(WINDOW).load();

        assertThat(loaded.value()).isEqualTo(new Window(new Size(5, 600), true, Map.of()));
    }

    @Test
    void aMissingComponentAndAnUnknownFieldAtOnceAreBothMended() {
        put("window.json", "{\"version\":1,\"data\":{\"size\":{\"width\":5,\"depth\":1},\"keys\":{},\"old\":1}}");

        Loaded<Window> loaded = documents().document(WINDOW).load();

        assertThat(loaded.value()).isEqualTo(new Window(new Size(5, 600), true, Map.of()));
        assertThat(loaded.problem()).isPresent();
    }

    @Test
    void aRecordThatNoLongerBindsDestroysNothing() {
        documents().document(STATE).set(new AppState(List.of("a"), 7));
        Revision stored = storage.revision(APP.blob("app_state.json"));
        record Wrong(@JsonProperty("new_field") int newField) {}
        Document<Wrong> wrong = documents()
                .document(Schema.of("app_state", Wrong.class, new Wrong(0))
                        .version(2)
                        .migrate(1, data -> data));

        assertThat(wrong.load().outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);

        assertThat(storage.revision(APP.blob("app_state.json"))).isEqualTo(stored);
        assertThat(documents().document(STATE).load().value()).isEqualTo(new AppState(List.of("a"), 7));
    }

    @Test
    void whatARecordDerivesIsNotStored() {
        Schema<Area> schema = Schema.of("area", Area.class, new Area(0, 0, false));
        documents().document(schema).set(new Area(2, 3, true));

        Loaded<Area> loaded = documents().document(schema).load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(loaded.problem()).isEmpty();
        assertThat(loaded.value()).isEqualTo(new Area(2, 3, true));
    }

    @Test
    void whatJacksonWritesAndCouldNotReadIsRefused() {
        Document<Drawing> drawing = documents().document(Schema.of("drawing", Drawing.class, new Drawing(List.of())));
        Document<Hidden> hidden = documents().document(Schema.of("hidden", Hidden.class, new Hidden("")));

        drawing.set(new Drawing(List.of()));
        Revision stored = storage.revision(APP.blob("drawing.json"));
        assertUnwritable(() -> drawing.set(new Drawing(List.of(new Circle(1)))));
        assertUnwritable(() -> hidden.set(new Hidden("secret")));

        assertThat(storage.revision(APP.blob("drawing.json"))).isEqualTo(stored);
        assertThat(storage.revision(APP.blob("hidden.json")).isPresent()).isFalse();
        assertThat(drawing.get()).isEqualTo(new Drawing(List.of()));
    }

    private static void assertUnwritable(ThrowingCallable save) {
        assertThatThrownBy(save)
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(CodecException.Kind.UNWRITABLE))
                .hasMessageContaining("could not be read again");
    }
}
