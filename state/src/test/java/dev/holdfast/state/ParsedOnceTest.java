// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ParsedOnceTest {

    private final Bench bench = new Bench();
    private final AtomicInteger decoded = new AtomicInteger();
    private final AtomicInteger encoded = new AtomicInteger();

    private final Codec<AppState> counting = new Codec<>() {
        @Override
        public byte[] encode(AppState value, Layout layout) {
            encoded.incrementAndGet();
            return AppState.CODEC.encode(value, layout);
        }

        @Override
        public AppState decode(byte[] bytes, int offset, int length, Mode mode) {
            decoded.incrementAndGet();
            return AppState.CODEC.decode(bytes, offset, length, mode);
        }
    };

    private Document<AppState> document() {
        return bench.process().document(AppState.V2.withCodec(counting));
    }

    @Test
    void aCurrentDocumentIsDecodedOnceAndNeverEncodedToLoad() {
        bench.document().set(AppState.of(3));
        Document<AppState> document = document();

        document.load();
        document.load();
        document.get();

        assertThat(decoded).hasValue(1);
        assertThat(encoded).hasValue(0);
    }

    @Test
    void theDataOfAWholeDocumentArriveAtTheCodecUnparsed() {
        bench.document().set(AppState.of(3));
        // Not JSON, under a right checksum: whoever parses it before the codec stumbles.
        Slice data = Slice.of(new byte[] {'{', '!', '}'});
        bench.putAtOnce(EnvelopeWriter.write(AppState.V2.stamp(), 9, bench.clock.instant(), data, Layout.PRETTY));
        Codec<AppState> any = new Codec<>() {
            @Override
            public byte[] encode(AppState value, Layout layout) {
                throw new AssertionError("a load encodes nothing");
            }

            @Override
            public AppState decode(byte[] bytes, int offset, int length, Mode mode) {
                return AppState.of(length);
            }
        };

        assertThat(bench.process().document(AppState.V2.withCodec(any)).get()).isEqualTo(AppState.of(3));
    }

    @Test
    void anUpdateEncodesOnceAndReadsThatAgainOnce() {
        Document<AppState> document = document();
        document.get();

        document.set(AppState.of(1));
        document.set(AppState.of(2));

        assertThat(decoded).hasValue(2);
        assertThat(encoded).hasValue(2);
    }

    @Test
    void aLargeValueIsReadAgainAtTheFirstSaveAloneAndAnUnchangedOneNever() {
        Document<AppState> document = document();
        document.get();
        String large = "x".repeat(100_000);

        document.set(new AppState(List.of(large), 1));
        document.set(new AppState(List.of(large), 2));
        document.set(new AppState(List.of(large), 2));

        assertThat(decoded).hasValue(1);
        assertThat(encoded).hasValue(3);
    }
}
