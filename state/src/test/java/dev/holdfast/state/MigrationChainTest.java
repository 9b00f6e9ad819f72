// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.NewerReadableTest.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random chains of steps over random trees. */
final class MigrationChainTest {

    static Schema<Tree> schema(List<Migration> steps) {
        Schema<Tree> schema = Schema.of("app_state", Tree.class, Tree.EMPTY)
                .withCodec(Tree.ALL)
                .version(steps.size() + 1);
        for (int i = 0; i < steps.size(); i++) {
            schema = schema.migrate(i + 1, steps.get(i));
        }
        return schema;
    }

    static List<Migration> steps(RandomJson random) {
        List<Migration> steps = new ArrayList<>();
        int count = 1 + random.below(6);
        for (int i = 0; i < count; i++) {
            steps.add(step(random, i));
        }
        return steps;
    }

    private static Migration step(RandomJson random, int number) {
        String name = random.name("ku");
        JsonValue value = random.value("ku");
        return switch (random.below(5)) {
            case 0 -> data -> data.add(name, value);
            case 1 -> data -> data.remove(name);
            case 2 -> data -> data.rename(name, "n" + number);
            case 3 -> data -> data.move(name, "m" + number + "." + name);
            default -> data -> data.map(name, old -> List.of(old, value));
        };
    }

    @Test
    void stepByStepIsTheSameAsInOneGo() {
        RandomJson.forAll(random -> {
            JsonObject first = random.object("ku");
            List<Migration> steps = steps(random);

            assertThat(stepByStep(first, steps)).isEqualTo(inOneGo(first, steps));
        });
    }

    private static JsonObject inOneGo(JsonObject first, List<Migration> steps) {
        Bench bench = new Bench();
        bench.process().document(schema(List.of())).set(new Tree(first));
        return migrated(bench, steps);
    }

    private static JsonObject stepByStep(JsonObject first, List<Migration> steps) {
        Bench bench = new Bench();
        bench.process().document(schema(List.of())).set(new Tree(first));
        for (int i = 1; i < steps.size(); i++) {
            migrated(bench, steps.subList(0, i));
        }
        return migrated(bench, steps);
    }

    private static JsonObject migrated(Bench bench, List<Migration> steps) {
        Loaded<Tree> loaded = bench.process().document(schema(steps)).load();
        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.MIGRATED);
        assertThat(bench.envelope().object("data")).isEqualTo(loaded.value().root());
        assertThat(bench.envelope().integer("version")).isEqualTo(steps.size() + 1);
        return loaded.value().root();
    }
}
