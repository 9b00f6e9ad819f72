// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Revision;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged or gone, and what is taken in its place. */
final class RecoveryTest {

    private static final String V1 = "{\"version\":1,\"data\":{\"old_field_name\":7}}";

    private final Bench bench = new Bench();

    @Test
    void aWrongChecksumWithoutALaterTimeIsDamageAlthoughItParses() {
        bench.document().set(AppState.of(3));
        String stale = bench.text().replace("\"new_field_name\": 3", "\"new_field_name\": 4");
        bench.clock.advance(Duration.ofSeconds(2));
        bench.putAtOnce(stale.getBytes(StandardCharsets.UTF_8));

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
    }

    @Test
    void aDamagedRevisionGoesToQuarantineAndTheNewestGoodGenerationIsStoredAgain() {
        bench.document().set(AppState.of(3));
        Revision good = bench.memory.revision(Bench.NAME);
        bench.damage();
        byte[] damaged = bench.bytes();
        Document<AppState> document = bench.document();

        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(loaded.recovered().orElseThrow().revision()).isEqualTo(good);
        assertThat(loaded.quarantined()).singleElement().asString().contains("quarantine", "app/app_state.json");
        assertThat(loaded.problem().orElseThrow().code()).isEqualTo("HF-0227");
        assertThat(bench.memory.quarantine(Bench.NAME))
                .extracting(Stored::bytes)
                .containsExactly(damaged);
        assertThat(bench.envelope().integer("sequence")).isEqualTo(3);
        assertThat(document.load()).isSameAs(loaded);
        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void damagedGenerationsArePassedOver() {
        Document<AppState> document = bench.document();
        document.set(AppState.of(3));
        bench.damage();
        bench.damage();

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.quarantined()).hasSize(2);
        assertThat(bench.envelope().integer("sequence")).isEqualTo(4);
    }

    @Test
    void aMissingRevisionWithGenerationsIsRecovered() {
        bench.document().set(AppState.of(3));
        bench.memory.setAside(Bench.NAME, bench.damage());

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(bench.document().load().outcome()).isEqualTo(LoadOutcome.LOADED);
    }

    @Test
    void aGenerationOfAnOlderVersionIsRecoveredMigratedAndPinned() {
        Revision old = bench.put(V1);
        bench.put("{torn");

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(7));
        assertThat(bench.isPinned(old)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null{", "{\"version\":2,\"version\":2,\"data\":{}}", "{\"version\":2,\"data\":{}} x"})
    void damageWithoutAGoodGenerationIsCorruptAndQuarantined(String text) {
        bench.put(text);
        Document<AppState> document = bench.document();

        Loaded<AppState> loaded = document.load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.CORRUPT);
        assertThat(loaded.value()).isEqualTo(AppState.EMPTY);
        assertThat(loaded.quarantined()).hasSize(1);
        document.set(AppState.of(1));
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
        assertThat(bench.memory.quarantine(Bench.NAME))
                .extracting(Stored::bytes)
                .containsExactly(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeQuarantinedIsNotReplaced() {
        bench.put("{torn");
        bench.storage.always("setAside", FlakyStorage::fail);
        Document<AppState> document = bench.document();

        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.CORRUPT);
        assertThatThrownBy(() -> document.set(AppState.of(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> document.overwrite(AppState.of(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(document::delete).isInstanceOf(StorageException.class);
        assertThat(bench.text()).isEqualTo("{torn");

        bench.storage.heal();
        document.set(AppState.of(1));
        assertThat(bench.document().get()).isEqualTo(AppState.of(1));
        assertThat(bench.memory.quarantine(Bench.NAME)).hasSize(1);
    }

    @Test
    void damageThatTheStorageReportsIsRecoveredFrom() {
        bench.document().set(AppState.of(3));
        Revision sealed = bench.putAtOnce(new byte[] {1, 2, 3});
        bench.storage.before("read", FlakyStorage.unreadable(Reason.DAMAGED, sealed));

        Loaded<AppState> loaded = bench.document().load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.RECOVERED);
        assertThat(loaded.value()).isEqualTo(AppState.of(3));
        assertThat(bench.memory.quarantine(Bench.NAME)).hasSize(1);
    }
}
