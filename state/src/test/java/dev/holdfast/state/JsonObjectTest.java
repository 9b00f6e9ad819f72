// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.state.CodecException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class JsonObjectTest {

    private final JsonObject object = parse("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[true]},\"e\":null}");

    @Test
    void addKeepsTheValueThatIsThere() {
        assertThat(object.add("a", 2)).isEqualTo(object);
        assertThat(object.add("e", 2)).isEqualTo(object);
        assertThat(object.add("f", List.of()).array("f")).isEmpty();
    }

    @Test
    void withReplacesInPlace() {
        assertThat(object.with("a", 2).fields()).containsEntry("a", JsonNumber.of(2));
        assertThat(object.with("a", 2).fields().keySet()).containsExactly("a", "b", "e");
        assertThat(object.integer("a")).isEqualTo(1);
    }

    @Test
    void renameKeepsThePlace() {
        assertThat(object.rename("a", "z").fields().keySet()).containsExactly("z", "b", "e");
        assertThat(object.rename("none", "z")).isEqualTo(object);
        assertThat(object.rename("a", "a")).isEqualTo(object);
    }

    @Test
    void renameThrowsNoValueAway() {
        assertThatThrownBy(() -> object.rename("a", "e")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void removeTakesAFieldAway() {
        assertThat(object.remove("b")).isEqualTo(parse("{\"a\":1,\"e\":null}"));
        assertThat(object.remove("none")).isEqualTo(object);
    }

    @Test
    void moveGoesBetweenNestedObjectsAndMakesThem() {
        assertThat(object.move("b.c", "c")).isEqualTo(parse("{\"a\":1,\"b\":{\"d\":[true]},\"e\":null,\"c\":\"x\"}"));
        assertThat(object.move("a", "b.n.m"))
                .isEqualTo(parse("{\"b\":{\"c\":\"x\",\"d\":[true],\"n\":{\"m\":1}},\"e\":null}"));
        assertThat(object.move("b.none", "c")).isEqualTo(object);
        assertThat(object.move("a.c", "c")).isEqualTo(object);
        assertThat(object.move("b.c", "b.c")).isEqualTo(object);
    }

    @Test
    void moveThrowsNoValueAway() {
        for (String target : List.of("b.c", "e", "b.c.x", "e.x")) {
            assertThatThrownBy(() -> object.move("a", target)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void mapReplacesAValueByWhatTheFunctionMakesOfIt() {
        assertThat(object.map("b", nested -> ((JsonObject) nested).string("c")).string("b"))
                .isEqualTo("x");
        assertThat(object.map("none", value -> 1)).isEqualTo(object);
    }

    @Test
    void readersGiveJavaValues() {
        assertThat(object.integer("a")).isEqualTo(1);
        assertThat(object.object("b").string("c")).isEqualTo("x");
        assertThat(parse("{\"t\":true}").bool("t")).isTrue();
        assertThat(object.get("e")).hasValue(JsonNull.NULL);
        assertThat(object.get("none")).isEmpty();
    }

    @Test
    void readersTellWhatIsMissingOrOfAnotherKind() {
        assertKind(Kind.MISSING, () -> object.string("none"));
        assertKind(Kind.MISMATCH, () -> object.string("a"));
        assertKind(Kind.MISMATCH, () -> object.bool("a"));
        assertKind(Kind.MISMATCH, () -> object.array("b"));
        assertKind(Kind.MISMATCH, () -> parse("{\"n\":0.5}").integer("n"));
    }

    private static void assertKind(Kind kind, Runnable reader) {
        assertThatThrownBy(reader::run)
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void whatWasTakenOutTellsTheWholeWayToAnErrorAndNoKeyOfAMap() {
        JsonObject root = parse("{\"a\":{\"b\":{\"c\":[[{}]]}},\"map\":{\"secret\":{}}}");

        JsonObject element = (JsonObject)
                ((JsonArray) root.object("a").object("b").array("c").get(0))
                        .elements()
                        .get(0);
        assertMissing(() -> element.string("d"), "a", "b", "c", "*", "*", "d");
        root.object("map")
                .fields()
                .forEach((key, value) -> assertMissing(() -> ((JsonObject) value).integer("x"), "map", "*", "x"));
        assertMissing(() -> ((JsonObject) root.get("a").orElseThrow()).bool("x"), "a", "x");
        assertThat(root.object("a")).isEqualTo(parse("{\"b\":{\"c\":[[{}]]}}"));
    }

    private static void assertMissing(ThrowingCallable read, String... path) {
        assertThatThrownBy(read).isInstanceOfSatisfying(CodecException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.MISSING);
            assertThat(e.path()).containsExactly(path);
        });
    }

    private static JsonObject parse(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
