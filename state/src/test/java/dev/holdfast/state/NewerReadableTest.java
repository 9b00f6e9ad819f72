// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Revision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A newer version stores what an older one opens. The older type knows the fields whose names begin with k. */
final class NewerReadableTest {

    /** Any object, of which the newest version knows all. */
    record Tree(JsonObject root) {

        static final Tree EMPTY = new Tree(JsonObject.empty());

        static final Codec<Tree> ALL = Codec.ofTree(Tree::root, Tree::new);

        static final Codec<Tree> KNOWN = Codec.ofTree(Tree::root, root -> new Tree((JsonObject) known(root)));

        Tree with(UnaryOperator<JsonObject> change) {
            return new Tree(change.apply(root));
        }
    }

    static final Schema<Tree> V1 =
            Schema.of("app_state", Tree.class, Tree.EMPTY).withCodec(Tree.KNOWN);
    static final Schema<Tree> V2 = Schema.of("app_state", Tree.class, Tree.EMPTY)
            .withCodec(Tree.ALL)
            .version(2)
            .migrate(1, data -> data.with("u_migrations", migrations(data) + 1))
            .oldestReader(1);

    private final Bench bench = new Bench();

    private static long migrations(JsonObject data) {
        return data.get("u_migrations").map(it -> ((JsonNumber) it).longValue()).orElse(0L);
    }

    private static JsonValue known(JsonValue value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream().map(NewerReadableTest::known).toList());
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        object.fields().forEach((name, field) -> {
            if (name.startsWith("k")) {
                fields.put(name, known(field));
            }
        });
        return JsonObject.of(fields);
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Document<Tree> v1() {
        return bench.process().document(V1);
    }

    private Document<Tree> v2() {
        return bench.process().document(V2);
    }

    /** What the newer version finds after the older one has changed what the newer one had stored. */
    private JsonObject afterOlder(String stored, UnaryOperator<JsonObject> change) {
        v2().set(new Tree(json(stored)));
        v1().update(tree -> tree.with(change));
        Loaded<Tree> loaded = v2().load();
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.LOADED);
        return loaded.value().root();
    }

    @Test
    void theOlderVersionSeesWhatItKnowsAndMayWrite() {
        v2().set(new Tree(json("{'k':1,'u':2}")));
        Document<Tree> older = v1();

        Loaded<Tree> loaded = older.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);
        assertThat(loaded.outcome().isFenced()).isFalse();
        assertThat(loaded.problem()).isEmpty();
        assertThat(loaded.value().root()).isEqualTo(json("{'k':1}"));
        older.update(tree -> tree.with(root -> root.with("k", 5)));
        assertThat(v2().get().root()).isEqualTo(json("{'k':5,'u':2}"));
    }

    @Test
    void itIsWrittenBackUnderTheNewerVersionAndItsOldestReader() {
        v2().set(new Tree(json("{'k':1}")));

        Document<Tree> older = v1();
        older.update(tree -> tree.with(root -> root.with("k", 5)));
        older.update(tree -> tree.with(root -> root.with("k", 6)));

        assertThat(bench.envelope().integer("version")).isEqualTo(2);
        assertThat(bench.envelope().integer("oldest_reader")).isEqualTo(1);
        assertThat(older.load().outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);
    }

    @Test
    void aSecondUpdateAsksTheStorageForNothingButTheReplacement() {
        v2().set(new Tree(json("{'k':1,'u':2}")));
        Document<Tree> older = v1();
        older.update(tree -> tree.with(root -> root.with("k", 5)));
        bench.storage.takeCalls();

        older.update(tree -> tree.with(root -> root.with("k", 6)));

        assertThat(bench.storage.takeCalls()).containsExactly("replace");
        assertThat(v2().get().root()).isEqualTo(json("{'k':6,'u':2}"));
    }

    @Test
    void whoChangesNothingWritesNothing() {
        v2().set(new Tree(json("{'u':2,'k':1}")));
        Revision stored = bench.memory.revision(Bench.NAME);

        v1().update(tree -> tree);

        assertThat(bench.memory.revision(Bench.NAME)).isEqualTo(stored);
    }

    @Test
    void loadingPinsNothingAndWarnsOfNothing() {
        v2().set(new Tree(json("{'k':1,'u':2}")));
        bench.storage.takeCalls();

        v1().load();

        assertThat(bench.storage.takeCalls()).doesNotContain("pin", "replace");
    }

    @Test
    void aComponentThatTheNewerVersionLacksIsTheInitialValues() {
        Schema<AppState> newer = AppState.V2
                .version(3)
                .migrate(2, data -> data)
                .oldestReader(2)
                .withCodec(Codec.ofTree(
                        state -> JsonObject.of(Map.of("new_field", List.of("x"))), data -> AppState.EMPTY));
        bench.process().document(newer).set(AppState.of(5));

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);
        assertThat(loaded.value()).isEqualTo(new AppState(List.of("x"), 0));
    }

    @Test
    void whatDoesNotFitAfterAllIsFenced() {
        bench.put("{\"version\":3,\"oldest_reader\":2,\"data\":{\"new_field\":7,\"new_field_name\":1}}");

        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.NEWER);
    }

    @Test
    void anOldestReaderThatIsNoVersionAdmitsNobody() {
        for (String oldest : List.of("0", "-1", "\"1\"", "1.5", "null", "99999999999999999999")) {
            bench.put("{\"version\":3,\"oldest_reader\":" + oldest
                    + ",\"data\":{\"new_field\":[],\"new_field_name\":1}}");

            assertThat(bench.document().load().outcome()).as(oldest).isEqualTo(LoadOutcome.NEWER);
        }
    }

    @Test
    void aVersionThatItDoesNotAdmitIsFencedAndKeepsTheValueThatMemoryHad() {
        Document<Tree> older = v1();
        older.set(new Tree(json("{'k':1}")));
        bench.process().document(V2.oldestReader(2)).set(new Tree(json("{'k':2}")));

        Loaded<Tree> loaded = older.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThat(loaded.value().root()).isEqualTo(json("{'k':1}"));
        assertThatThrownBy(() -> older.set(Tree.EMPTY)).isInstanceOf(FencedException.class);
    }

    @Test
    void damageIsRecoveredFromAGenerationOfTheNewerVersion() {
        v2().set(new Tree(json("{'k':1,'u':2}")));
        bench.damage();

        Loaded<Tree> loaded = v1().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(v2().load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(v2().get().root()).isEqualTo(json("{'k':1,'u':2}"));
    }

    @Test
    void overwritingAFenceWritesThisVersion() {
        bench.process().document(V2.oldestReader(2)).set(new Tree(json("{'k':2,'u':1}")));

        v1().overwrite(new Tree(json("{'k':3}")));

        assertThat(bench.envelope().integer("version")).isEqualTo(1);
        assertThat(v1().get().root()).isEqualTo(json("{'k':3}"));
    }

    @Test
    void aDeletedDocumentIsThisVersionsAgain() {
        v2().set(new Tree(json("{'k':2,'u':1}")));
        Document<Tree> older = v1();

        older.delete();
        older.set(new Tree(json("{'k':3}")));

        assertThat(bench.envelope().integer("version")).isEqualTo(1);
        assertThat(bench.text()).doesNotContain("\"u\"");
    }

    @Test
    void aFieldThatTheOlderVersionRemovesStaysRemoved() {
        assertThat(afterOlder("{'k1':{'k2':1,'u1':1},'k3':1,'u2':2}", root -> root.remove("k1")))
                .isEqualTo(json("{'k3':1,'u2':2}"));
    }

    @Test
    void unknownFieldsOfNestedObjectsStay() {
        assertThat(afterOlder("{'k1':{'k2':1,'u1':{'a':1}}}", root -> root.with("k1", json("{'k2':7,'k3':8}"))))
                .isEqualTo(json("{'k1':{'k2':7,'k3':8,'u1':{'a':1}}}"));
    }

    @Test
    void anObjectThatBecameSomethingElseTakesItsUnknownFieldsWithIt() {
        assertThat(afterOlder("{'k1':{'u1':1}}", root -> root.with("k1", 3))).isEqualTo(json("{'k1':3}"));
    }

    @Test
    void elementsKeepTheirUnknownFieldsWhereverTheyMove() {
        assertThat(afterOlder("{'k':[{'k':1,'u':1},{'k':2,'u':2},{'k':3,'u':3}]}", elements(list -> {
                    list.remove(1);
                    list.add(0, json("{'k':9}"));
                    list.add(list.remove(1));
                })))
                .isEqualTo(json("{'k':[{'k':9},{'k':3,'u':3},{'k':1,'u':1}]}"));
    }

    @Test
    void anElementThatWasChangedInItsPlaceKeepsItsUnknownFields() {
        assertThat(afterOlder("{'k':[{'k':1,'u':1},{'k':2,'u':2}]}", elements(list -> list.set(0, json("{'k':7}")))))
                .isEqualTo(json("{'k':[{'k':7,'u':1},{'k':2,'u':2}]}"));
    }

    @Test
    void equalElementsKeepTheirOrder() {
        assertThat(afterOlder("{'k':[{'k':1,'u':1},{'k':1,'u':2},{'k':1,'u':3}]}", elements(list -> list.remove(2))))
                .isEqualTo(json("{'k':[{'k':1,'u':1},{'k':1,'u':2}]}"));
    }

    private static UnaryOperator<JsonObject> elements(java.util.function.Consumer<List<JsonValue>> change) {
        return root -> {
            List<JsonValue> list = new ArrayList<>(root.array("k"));
            change.accept(list);
            return root.with("k", list);
        };
    }

    @Test
    void turnsMigrateOnceAndLoseNothing() {
        v1().set(new Tree(json("{'k0':0}")));
        for (int turn = 1; turn <= 200; turn++) {
            String name = Integer.toString(turn);
            v2().update(tree -> tree.with(root -> root.with("u" + name, name)));
            v1().update(tree -> tree.with(root -> root.with("k" + name, name)));
        }

        JsonObject last = v2().get().root();
        assertThat(migrations(last)).isEqualTo(1);
        assertThat(last.fields()).hasSize(2 * 200 + 2);
    }

    @Test
    void whatWasSavedIsLoaded() {
        RandomJson.forAll(random -> {
            Tree tree = new Tree(random.object("ku"));
            v2().set(tree);
            assertThat(v2().get()).isEqualTo(tree);
        });
    }

    @Test
    void theOlderVersionLosesNoUnknownFieldOfAnObjectThatItLeaves() {
        RandomJson.forAll(random -> {
            JsonObject stored = random.object("ku");
            v2().set(new Tree(stored));
            JsonObject before = v1().get().root();
            JsonObject wanted = changed(before, random);
            v1().update(tree -> new Tree(wanted));

            JsonObject after = v2().get().root();

            assertThat(known(after)).isEqualTo(wanted);
            assertThat(after).isEqualTo(expected(stored, wanted));
        });
    }

    /** Another object: fields of the top set, removed, or left as they are. */
    private static JsonObject changed(JsonObject known, RandomJson random) {
        JsonObject changed = known;
        for (String name : known.fields().keySet()) {
            if (random.below(3) == 0) {
                changed = changed.remove(name);
            }
        }
        return random.chance() ? changed.add("k9", random.value("k")) : changed;
    }

    /** All that was stored but what was removed at the top, and what was added there. */
    private static JsonObject expected(JsonObject stored, JsonObject wanted) {
        JsonObject expected = stored;
        for (String name : stored.fields().keySet()) {
            boolean removed = name.startsWith("k") && wanted.get(name).isEmpty();
            expected = removed ? expected.remove(name) : expected;
        }
        Optional<JsonValue> added = wanted.get("k9");
        return added.isPresent() ? expected.with("k9", added.get()) : expected;
    }
}
