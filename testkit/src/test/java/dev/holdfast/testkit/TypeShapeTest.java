// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypeShapeTest {

    enum Theme {
        LIGHT,
        DARK {
            @Override
            int lamps() {
                return 0;
            }
        };

        int lamps() {
            return 1;
        }
    }

    sealed interface Figure permits Square, Circle {}

    record Circle(double radius) implements Figure {}

    record Square(double side) implements Figure {}

    record Pair<A, B>(A first, B second) {}

    record Tab(String title, List<Tab> children) {}

    static final class Money {}

    @SuppressWarnings("ArrayRecordComponent") // an app may
    record Everything(
            int count,
            Integer boxed,
            String text,
            byte[] bytes,
            Tab[] row,
            Theme theme,
            Optional<Instant> since,
            List<Tab> tabs,
            Map<Theme, List<? extends Figure>> figures,
            Pair<String, Pair<Long, Circle>> pair,
            Pair<Circle, String>[] pairs,
            Money money) {}

    @Test
    void everyComponentHasALine() {
        assertThat(TypeShape.of(Everything.class))
                .containsExactly(
                        "data: record",
                        "data.count: int",
                        "data.boxed: Integer",
                        "data.text: String",
                        "data.bytes: byte[]",
                        "data.row: record[]",
                        "data.row[].title: String",
                        "data.row[].children: java.util.List<as data.row[]>",
                        "data.theme: enum DARK, LIGHT",
                        "data.since: java.util.Optional<java.time.Instant>",
                        "data.tabs: java.util.List<record>",
                        "data.tabs<E>.title: String",
                        "data.tabs<E>.children: java.util.List<as data.tabs<E>>",
                        "data.figures: java.util.Map<enum DARK, LIGHT, java.util.List<one of Circle, Square>>",
                        "data.figures<V><E>|Circle: record",
                        "data.figures<V><E>|Circle.radius: double",
                        "data.figures<V><E>|Square: record",
                        "data.figures<V><E>|Square.side: double",
                        "data.pair: record",
                        "data.pair.first: String",
                        "data.pair.second: record",
                        "data.pair.second.first: Long",
                        "data.pair.second.second: record",
                        "data.pair.second.second.radius: double",
                        "data.pairs: record[]",
                        "data.pairs[].first: record",
                        "data.pairs[].first.radius: double",
                        "data.pairs[].second: String",
                        "data.money: dev.holdfast.testkit.TypeShapeTest$Money");
    }

    @Test
    void aTypeOfWhichOnlyTheNameIsKnownIsOneLine() {
        assertThat(TypeShape.of(Money.class)).containsExactly("data: dev.holdfast.testkit.TypeShapeTest$Money");
    }
}
