// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.NewerReadableTest.Tree;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random documents, their histories and what befell them; random chains of steps. */
final class RehearsalIsTheLoadTest {

    private final Set<LoadOutcome> met = EnumSet.noneOf(LoadOutcome.class);

    /** All that a storage in memory tells of the document. */
    private record Picture(Revision now, List<String> current, List<Generation> history, List<String> quarantine) {

        static Picture of(Bench bench) {
            return new Picture(
                    bench.memory.revision(Bench.NAME),
                    bench.memory.read(Bench.NAME).map(Picture::text).stream().toList(),
                    bench.memory.history(Bench.NAME),
                    bench.memory.quarantine(Bench.NAME).stream()
                            .map(Picture::text)
                            .toList());
        }

        private static String text(Stored stored) {
            return stored.revision() + " " + HexFormat.of().formatHex(stored.bytes());
        }
    }

    @Test
    void whatTheRehearsalSaysTheLoadDoes() {
        RandomJson.forAll(random -> {
            Bench bench = new Bench();
            befall(bench, random);
            Schema<Tree> schema = schema(random);
            Picture before = Picture.of(bench);

            Rehearsed rehearsed = rehearse(bench, schema);

            assertThat(Picture.of(bench)).isEqualTo(before);
            Document<Tree> document = bench.process().document(schema);
            bench.storage.takeCalls();
            Loaded<Tree> loaded = document.load();
            Picture after = Picture.of(bench);
            assertThat(rehearsed.outcome()).isEqualTo(loaded.outcome());
            requireSameEffects(rehearsed, before, after, bench.storage.takeCalls());
            assertThat(rehearsed.location()).isEqualTo(document.location());
            assertThat(rehearsed.problem()).isEqualTo(loaded.problem());
            assertThat(rehearsed.unsaved()).isEmpty();
            requireSame(rehearsed, document, loaded, bench);
            met.add(loaded.outcome());
        });
        if (Long.getLong("holdfast.seed") == null) {
            assertThat(met)
                    .as("outcomes that came up")
                    .contains(
                            LoadOutcome.MISSING,
                            LoadOutcome.LOADED,
                            LoadOutcome.MIGRATED,
                            LoadOutcome.RECOVERED,
                            LoadOutcome.CORRUPT,
                            LoadOutcome.NEWER,
                            LoadOutcome.INCOMPATIBLE);
        }
    }

    private static Rehearsed rehearse(Bench bench, Schema<?> schema) {
        return Rehearsal.of(schema).run(bench.storage, Bench.NAME);
    }

    private static void requireSameEffects(Rehearsed rehearsed, Picture before, Picture after, List<String> calls) {
        boolean stored = after.now().isPresent() && !after.now().equals(before.now());
        assertThat(rehearsed.isStored()).isEqualTo(stored);
        assertThat(rehearsed.pinned()).isEqualTo(Collections.frequency(calls, "pin"));
        assertThat(rehearsed.quarantined())
                .isEqualTo(after.quarantine().size() - before.quarantine().size());
    }

    /** That the diff leads from what the value was made of to what is stored, by the load or else by the next save. */
    private static void requireSame(Rehearsed rehearsed, Document<Tree> document, Loaded<Tree> loaded, Bench bench) {
        if (loaded.outcome().isFenced() || !bench.memory.revision(Bench.NAME).isPresent()) {
            assertThat(rehearsed.diff()).isEqualTo(Diff.NONE);
            return;
        }
        JsonValue byLoad = bench.envelope().get("data").orElseThrow();
        JsonValue source = source(loaded, bench);
        document.set(loaded.value());
        JsonValue bySave = bench.envelope().get("data").orElseThrow();

        assertThat(rehearsed.diff()).isEqualTo(Diff.between(source, bySave));
        if (rehearsed.isStored()) {
            assertThat(byLoad).isEqualTo(bySave);
        }
    }

    /** What the value was made of. */
    private static JsonValue source(Loaded<Tree> loaded, Bench bench) {
        Revision revision = loaded.recovered().map(Generation::revision).orElseGet(() -> replaced(loaded, bench));
        return EnvelopeReader.read(bench.generation(revision).orElseThrow()).parsed();
    }

    /** The newest generation is what a migration has replaced. */
    private static Revision replaced(Loaded<Tree> loaded, Bench bench) {
        return loaded.outcome() == LoadOutcome.MIGRATED
                ? bench.memory.history(Bench.NAME).get(0).revision()
                : loaded.revision();
    }

    /** Saves of one version or another, edits and damage. */
    private static void befall(Bench bench, RandomJson random) {
        int events = 1 + random.below(6) - random.below(2);
        for (int i = 0; i < events; i++) {
            JsonObject tree = random.object("ku");
            switch (random.below(13)) {
                case 0 ->
                    bench.put("{\"version\":" + (1 + random.below(3)) + ",\"data\":" + Difference.text(tree) + "}");
                case 1 ->
                    bench.put("{\"version\":9,\"oldest_reader\":" + (1 + random.below(8)) + ",\"data\":"
                            + Difference.text(tree) + "}");
                case 2 -> bench.put(Difference.text(tree));
                case 3 -> damage(bench);
                case 4 -> goStale(bench);
                case 5, 6 -> bench.put("{\"version\":1,\"data\":");
                case 7 -> bench.memory.setAside(Bench.NAME, bench.memory.revision(Bench.NAME));
                default ->
                    bench.process()
                            .document(Bench.NAME, plain(1 + random.below(3)))
                            .overwrite(new Tree(tree));
            }
        }
    }

    private static void damage(Bench bench) {
        if (bench.memory.revision(Bench.NAME).isPresent() && bench.bytes().length > 8) {
            bench.damage();
        }
    }

    /** Another digit under the old checksum, at the old time. */
    private static void goStale(Bench bench) {
        if (bench.memory.revision(Bench.NAME).isPresent()) {
            String text = bench.text();
            int data = Math.max(0, text.indexOf("\"data\""));
            String stale = text.substring(0, data) + text.substring(data).replace('1', '2');
            bench.putAtOnce(stale.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of a version, with steps that do nothing. */
    private static Schema<Tree> plain(int version) {
        Schema<Tree> schema = Schema.of("app_state", Tree.class, Tree.EMPTY)
                .withCodec(Tree.ALL)
                .version(version);
        for (int from = 1; from < version; from++) {
            schema = schema.migrate(from, data -> data);
        }
        return schema;
    }

    private static Schema<Tree> schema(RandomJson random) {
        List<Migration> all = MigrationChainTest.steps(random);
        List<Migration> steps = random.chance() ? all : all.subList(0, random.below(1 + Math.min(all.size(), 2)));
        Schema<Tree> schema = Schema.of("app_state", Tree.class, Tree.EMPTY)
                .withCodec(random.below(3) == 0 ? Tree.KNOWN : Tree.ALL)
                .version(steps.size() + 1);
        for (int i = 0; i < steps.size(); i++) {
            schema = schema.migrate(i + 1, random.below(12) == 0 ? RehearsalIsTheLoadTest::failing : steps.get(i));
        }
        return schema;
    }

    private static JsonObject failing(JsonObject data) {
        throw new IllegalStateException(
                "This step does not work for " + new TreeSet<>(data.fields().keySet()));
    }
}
