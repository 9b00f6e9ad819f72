// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.HoldfastException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaTest {

    private static final Migration SAME = data -> data;

    private final Schema<String> schema = Schema.of("s", String.class, "");

    @Test
    void aSchemaBeginsAtVersion1AndNeedsNoStep() {
        assertThat(schema.version()).isEqualTo(1);
        schema.validate();
    }

    @Test
    void eachVersionNeedsItsStep() {
        Schema<String> lacking =
                schema.version(5).migrate(1, SAME).migrate(2, SAME).migrate(4, SAME);

        assertThatThrownBy(lacking::validate).hasMessageContaining("no step from version 3 to 4");
        lacking.migrate(3, SAME).validate();
        assertThatThrownBy(() -> new Bench().process().document(lacking))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0230"));
    }

    @Test
    void mistakesAreRefusedAtOnce() {
        assertMistake(() -> Schema.of("", String.class, ""));
        assertMistake(() -> schema.version(0));
        assertMistake(() -> schema.migrate(1, SAME));
        assertMistake(() -> schema.version(2).migrate(2, SAME));
        assertMistake(() -> schema.version(2).migrate(0, SAME));
        assertMistake(() -> schema.version(2).migrate(1, SAME).migrate(1, SAME));
        assertMistake(() -> schema.version(3).migrate(2, SAME).version(2));
        assertMistake(() -> schema.oldestReader(2));
        assertMistake(() -> schema.oldestReader(0));
        assertMistake(() -> schema.version(3).oldestReader(3).version(2));
        assertMistake(() -> schema.whenMissing("", 1));
        assertMistake(() -> schema.whenMissing("a..b", 1));
        assertMistake(() -> schema.whenMissing("a.*", 1));
        assertMistake(() -> schema.whenMissing("a.*.b", 1).whenMissing("a.*.b", 2));
    }

    private static void assertMistake(Runnable option) {
        assertThatThrownBy(option::run)
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0230"));
    }

    @Test
    void anOptionLeavesTheSchemaAlone() {
        Schema<String> second = schema.version(2);

        second.migrate(1, SAME);

        assertThat(schema.version()).isEqualTo(1);
        assertThatThrownBy(second::validate).isInstanceOf(HoldfastException.class);
    }

    @Test
    void theOldestReaderIsStored() {
        Bench bench = new Bench();

        bench.process().document(AppState.V2.oldestReader(1)).set(AppState.EMPTY);

        assertThat(bench.envelope().integer("oldest_reader")).isEqualTo(1);
    }

    @Test
    void theLayoutCanBeCompact() {
        Bench bench = new Bench();

        bench.process().document(AppState.V2.layout(Layout.COMPACT)).set(AppState.EMPTY);

        assertThat(bench.text()).doesNotContain(" ").doesNotContain("\n");
    }

    @Test
    void stepsRunInTheirOrder() {
        Bench bench = new Bench();
        bench.put("{\"version\":1,\"data\":{\"n\":1}}");
        Schema<AppState> chained = Schema.of("app_state", AppState.class, AppState.EMPTY)
                .version(4)
                .migrate(3, data -> data.rename("c", "new_field_name").add("new_field", List.of()))
                .migrate(1, data -> data.rename("n", "b"))
                .migrate(2, data -> data.rename("b", "c").map("c", value -> 41 + ((JsonNumber) value).longValue()))
                .withCodec(AppState.CODEC);

        assertThat(bench.process().document(chained).get()).isEqualTo(AppState.of(42));
    }
}
