// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.HoldfastException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DiscoveredCodecsTest {

    /** Knows the state of the seed's example. */
    private enum Knowing implements CodecFactory {
        ONE,
        OTHER;

        @Override
        @SuppressWarnings("unchecked") // the type was just compared
        public <T> Optional<Codec<T>> codec(Class<T> type) {
            return type == AppState.class ? Optional.of((Codec<T>) AppState.CODEC) : Optional.empty();
        }
    }

    @Test
    void theOnlyFactoryThatKnowsATypeIsTaken() {
        assertThat(DiscoveredCodecs.single(AppState.class, List.of(Bench.NoCodecs.NONE, Knowing.ONE)))
                .hasValue(AppState.CODEC);
    }

    @Test
    void severalFactoriesThatKnowATypeAreAnError() {
        List<CodecFactory> factories = List.of(Knowing.ONE, Knowing.OTHER);

        assertThatThrownBy(() -> DiscoveredCodecs.single(AppState.class, factories))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0237"))
                .hasMessageContaining(Knowing.class.getName() + " and ");
        assertThat(DiscoveredCodecs.single(String.class, factories)).isEmpty();
    }

    @Test
    void oneFactoryComesBeforeAnother() {
        Codec<AppState> own = Codec.ofTree(state -> JsonObject.empty(), data -> AppState.EMPTY);
        CodecFactory first = new CodecFactory() {
            @Override
            @SuppressWarnings("unchecked") // the type was just compared
            public <T> Optional<Codec<T>> codec(Class<T> type) {
                return type == AppState.class ? Optional.of((Codec<T>) own) : Optional.empty();
            }
        };
        assertThat(first.or(Knowing.ONE).codec(AppState.class)).containsSame(own);
        assertThat(Bench.NoCodecs.NONE.or(Knowing.ONE).codec(AppState.class)).containsSame(AppState.CODEC);
        assertThat(first.or(Knowing.ONE).codec(String.class)).isEmpty();
    }

    @Test
    void withoutAnAdapterNoTypeIsKnown() {
        assertThat(CodecFactory.discovered().codec(String.class)).isEmpty();
    }
}
