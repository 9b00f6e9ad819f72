// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.state.Schema;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A type of an app whose code is generated when the app is compiled. */
@Json
public record Board(String title, List<Card> cards, Optional<Instant> archived) {

    static final Schema<Board> SCHEMA =
            Schema.of("board", Board.class, new Board("", List.of(), Optional.of(Instant.EPOCH)));

    /** Copies the cards: it cannot be made without. */
    public Board {
        cards = List.copyOf(cards);
    }

    /** What is on a board. */
    public record Card(String text, Map<String, Double> weights) {}

    Board with(Card card) {
        return new Board(title, Stream.concat(cards.stream(), Stream.of(card)).toList(), archived);
    }
}
