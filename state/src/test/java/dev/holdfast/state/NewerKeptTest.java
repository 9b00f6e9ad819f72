// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.NewerReadableTest.Tree;
import dev.holdfast.storage.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an older version leaves as a newer one stored it, over any number of saves. */
final class NewerKeptTest {

    private static final Schema<Tree> V1 = NewerReadableTest.V1;
    private static final Schema<Tree> V2 = NewerReadableTest.V2;

    private final Bench bench = new Bench();

    /** What the newer version finds after saves of the older one, each by the same document. */
    @SafeVarargs
    private JsonObject after(String stored, UnaryOperator<JsonObject>... changes) {
        bench.process().document(V2).set(new Tree(json(stored)));
        Document<Tree> older = bench.process().document(V1);
        for (UnaryOperator<JsonObject> change : changes) {
            older.update(tree -> tree.with(change));
        }
        return bench.process().document(V2).get().root();
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static UnaryOperator<JsonObject> list(Consumer<List<JsonValue>> change) {
        return root -> {
            List<JsonValue> list = new ArrayList<>(root.array("k"));
            change.accept(list);
            return root.with("k", list);
        };
    }

    @Test
    void anElementThatOneSaveChangedAndTheNextMovedKeepsWhatIsUnknown() {
        assertThat(after(
                        "{'k':[{'k':1,'u':1},{'k':2,'u':2}]}",
                        list(list -> list.set(0, json("{'k':7}"))),
                        list(list -> list.add(0, json("{'k':9}")))))
                .isEqualTo(json("{'k':[{'k':9},{'k':7,'u':1},{'k':2,'u':2}]}"));
    }

    @Test
    void whatWasRemovedByOneSaveIsNotBackWithTheNext() {
        assertThat(after(
                        "{'k1':{'k':1,'u':1},'k2':2}",
                        root -> root.remove("k1"),
                        root -> root.with("k1", json("{'k':5}"))))
                .isEqualTo(json("{'k1':{'k':5},'k2':2}"));
    }

    @Test
    void ofEqualElementsEachKeepsItsOwn() {
        assertThat(after("{'k':[{'k':1,'u':1},{'k':1,'u':2}]}", list(list -> list.set(0, json("{'k':5}")))))
                .isEqualTo(json("{'k':[{'k':5,'u':1},{'k':1,'u':2}]}"));
        assertThat(after("{'k':[{'k':1,'u':1},{'k':1,'u':2}]}", list(list -> list.add(0, json("{'k':5}")))))
                .isEqualTo(json("{'k':[{'k':5},{'k':1,'u':1},{'k':1,'u':2}]}"));
    }

    @Test
    void oneIsChangedAndAnotherAddedInOneSave() {
        assertThat(after("{'k':[{'k':1,'u':1},{'k':2,'u':2}]}", list(list -> {
                    list.set(0, json("{'k':5}"));
                    list.add(json("{'k':6}"));
                })))
                .isEqualTo(json("{'k':[{'k':5,'u':1},{'k':2,'u':2},{'k':6}]}"));
    }

    @Test
    void anElementThatIsMovedAndChangedIsKnownByItsFirstField() {
        assertThat(after(
                        "{'k':[{'k0':'a','k1':1,'u':1},{'k0':'b','k1':2,'u':2},{'k0':'c','k1':3,'u':3}]}",
                        list(list -> list.add(0, ((JsonObject) list.remove(2)).with("k1", 9)))))
                .isEqualTo(json("{'k':[{'k0':'c','k1':9,'u':3},{'k0':'a','k1':1,'u':1},{'k0':'b','k1':2,'u':2}]}"));
    }

    @Test
    void aNewElementThatPushesAnOldOneOutTakesNothingOfIt() {
        assertThat(after("{'k':[{'k':1,'u':1},{'k':2,'u':2}]}", list(list -> {
                    list.remove(1);
                    list.add(0, json("{'k':3}"));
                })))
                .isEqualTo(json("{'k':[{'k':3},{'k':1,'u':1}]}"));
    }

    /** A value of the older version, which knows a number with less precision, a set, and an option. */
    record Narrow(double price, List<String> tags, long gone) {

        static final Codec<Narrow> CODEC = Codec.ofTree(
                it -> JsonObject.empty()
                        .with("price", it.price)
                        .with("tags", it.tags)
                        .with("gone", it.gone),
                data -> new Narrow(
                        ((JsonNumber) data.get("price").orElseThrow()).decimal().doubleValue(),
                        data.array("tags").stream()
                                .map(tag -> ((JsonString) tag).text())
                                .distinct()
                                .toList(),
                        data.integer("gone")));

        static final Schema<Narrow> SCHEMA = Schema.of("app_state", Narrow.class, new Narrow(0, List.of(), 7))
                .withCodec(CODEC);

        Narrow with(List<String> others) {
            return new Narrow(price, others, gone);
        }
    }

    @Test
    void whatIsNotTouchedStaysAsItIsStoredToTheDigit() {
        bench.process().document(V2).set(new Tree(json("{'price':0.30000000000000000001,'tags':[],'gone':1}")));

        bench.process().document(Narrow.SCHEMA).update(it -> it.with(List.of("x")));

        assertThat(bench.process().document(V2).get().root())
                .isEqualTo(json("{'price':0.30000000000000000001,'tags':['x'],'gone':1}"));
    }

    @Test
    void aListThatTheTypeReadsInPartStaysWholeUnlessItIsChanged() {
        bench.process().document(V2).set(new Tree(json("{'price':1,'tags':['a','a','b'],'gone':1}")));

        bench.process().document(Narrow.SCHEMA).update(it -> new Narrow(2, it.tags(), it.gone()));

        assertThat(bench.process().document(V2).get().root())
                .isEqualTo(json("{'price':2.0,'tags':['a','a','b'],'gone':1}"));
    }

    @Test
    void aComponentThatTheNewerVersionHasGivenUpIsWrittenWhenItIsChangedAndNotBefore() {
        bench.process().document(V2).set(new Tree(json("{'price':1,'tags':[]}")));
        Document<Narrow> older = bench.process().document(Narrow.SCHEMA);

        older.update(it -> it.with(List.of("x")));
        assertThat(bench.envelope().object("data")).isEqualTo(json("{'price':1,'tags':['x']}"));

        older.update(it -> new Narrow(it.price(), it.tags(), 8));
        assertThat(bench.envelope().object("data")).isEqualTo(json("{'price':1,'tags':['x'],'gone':8}"));
        assertThat(older.get().gone()).isEqualTo(8);
    }

    @Test
    void aHandEditOfTheNewerDataKeepsTheLastGoodGeneration() {
        bench.process().document(V2).set(new Tree(json("{'k':1,'u':1}")));
        Revision good = bench.memory.revision(Bench.NAME);
        bench.put(bench.text().replace("\"k\": 1", "\"k\": 2"));
        Document<Tree> older = bench.process().document(V1);

        assertThat(older.load().outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);

        assertThat(older.get().root()).isEqualTo(json("{'k':2}"));
        assertThat(bench.isPinned(good)).isTrue();
        older.update(tree -> tree);
        assertThat(EnvelopeReader.read(bench.bytes()).whole()).isTrue();
        assertThat(bench.process().document(V2).get().root()).isEqualTo(json("{'k':2,'u':1}"));
    }

    @Test
    void settingAndOverwritingKeepTheNewerFormToo() {
        bench.process().document(V2).set(new Tree(json("{'k':1,'u':1}")));
        Document<Tree> older = bench.process().document(V1);

        older.set(new Tree(json("{'k':2}")));
        assertThat(bench.process().document(V2).get().root()).isEqualTo(json("{'k':2,'u':1}"));

        older.overwrite(new Tree(json("{'k':3}")));
        assertThat(bench.process().document(V2).load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(bench.process().document(V2).get().root()).isEqualTo(json("{'k':3,'u':1}"));
    }

    @Test
    void whatIsAdmittedAndDoesNotFitSaysWhyWithoutAValue() {
        bench.put("{\"version\":2,\"oldest_reader\":1,\"data\":{\"price\":\"hidden\",\"tags\":[],\"gone\":1}}");
        String stored = bench.text();
        Document<Narrow> older = bench.process().document(Narrow.SCHEMA);

        Loaded<Narrow> loaded = older.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.NEWER);
        assertThat(loaded.problem().orElseThrow().code()).isEqualTo("HF-0250");
        assertThat(loaded.problem().orElseThrow().toString())
                .contains("HF-0205", "version 2")
                .doesNotContain("hidden");
        assertThat(bench.text()).isEqualTo(stored);
    }

    /** Changes, moves, and either additions or removals, in each of several saves. */
    @Test
    void whateverBecomesOfAListEachElementKeepsItsOwn() {
        RandomJson.forAll(random -> {
            List<JsonValue> stored = new ArrayList<>();
            Map<String, JsonValue> extras = new HashMap<>();
            for (int i = random.below(6); i >= 0; i--) {
                JsonValue extra = random.object("u").with("u", i);
                extras.put("id" + i, extra);
                stored.add(element("id" + i, random).with("u", extra));
            }
            bench.process().document(V2).set(new Tree(JsonObject.empty().with("k", stored)));
            Document<Tree> older = bench.process().document(V1);
            for (int save = 0; save < 4; save++) {
                String added = "new" + save;
                older.update(tree -> tree.with(list(list -> rearrange(list, added, random))));
            }

            List<JsonObject> wanted = elements(older).stream()
                    .map(it -> Optional.ofNullable(extras.get(it.string("k0")))
                            .map(extra -> it.add("u", extra))
                            .orElse(it))
                    .toList();
            assertThat(elements(bench.process().document(V2))).isEqualTo(wanted);
        });
    }

    private static List<JsonObject> elements(Document<Tree> document) {
        return document.get().root().array("k").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject element(String id, RandomJson random) {
        return JsonObject.empty().with("k0", id).with("k1", random.value("k"));
    }

    private static void rearrange(List<JsonValue> list, String added, RandomJson random) {
        list.replaceAll(it -> random.chance() ? ((JsonObject) it).with("k1", random.value("k")) : it);
        if (random.chance() && !list.isEmpty()) {
            list.add(random.below(list.size()), list.remove(random.below(list.size())));
        }
        if (random.chance()) {
            list.add(random.below(list.size() + 1), element(added, random));
        } else {
            list.removeIf(it -> random.below(4) == 0);
        }
    }
}
