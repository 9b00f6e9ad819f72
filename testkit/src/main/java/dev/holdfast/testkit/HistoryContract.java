// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generations: their order, pins, and forgetting them. */
abstract class HistoryContract extends ContractPart {

    /** More than any storage keeps of a blob. */
    private static final int MANY = 20;

    HistoryContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void theFirstWriteHasNoHistory() {
        put(blob(), "first");
        assertThat(storage().history(blob())).isEmpty();
    }

    @Test
    void theRevisionBeforeTheCurrentOneIsKept() {
        Revision first = put(blob(), "first");
        put(blob(), "second");
        assertThat(earlier(blob())).containsExactly(first);
        assertThat(text(blob(), first)).contains("first");
        assertThat(storage().history(blob()).get(0).pinned()).isFalse();
    }

    @Test
    void earlierRevisionsComeNewestFirstAndWithoutAGap() {
        List<Revision> written = writeMany();
        List<Revision> kept = earlier(blob());
        assertThat(kept).isNotEmpty().isEqualTo(written.subList(1, 1 + kept.size()));
    }

    @Test
    void everyGenerationIsReadByItsRevision() {
        writeMany();
        for (Generation generation : storage().history(blob())) {
            assertThat(storage().read(blob(), generation.revision()))
                    .hasValueSatisfying(stored -> assertThat(stored.revision()).isEqualTo(generation.revision()));
        }
    }

    @Test
    void theCurrentRevisionIsReadByItsRevisionToo() {
        Revision current = put(blob(), "content");
        assertThat(text(blob(), current)).contains("content");
    }

    @Test
    void aRevisionThatNobodyWroteIsNotThere() {
        put(blob(), "content");
        assertThat(storage().read(blob(), Revision.ABSENT)).isEmpty();
        assertThat(storage().read(blob(), new Revision("nobody wrote this"))).isEmpty();
    }

    @Test
    void aBlobHasNoOtherBlobsHistory() {
        Revision first = put(blob(), "first");
        put(blob(), "second");
        assertThat(storage().history(scope().blob("other"))).isEmpty();
        assertThat(storage().read(scope().blob("other"), first)).isEmpty();
    }

    @Test
    void aPinnedCurrentRevisionIsNeverDropped() {
        Revision pinned = put(blob(), "precious");
        assertThat(storage().pin(blob(), pinned)).isEqualTo(new Replaced(pinned));
        writeMany();
        assertPinned(pinned);
    }

    @Test
    void aPinnedGenerationIsNeverDropped() {
        Revision pinned = put(blob(), "precious");
        put(blob(), "second");
        assertThat(storage().pin(blob(), pinned)).isEqualTo(new Replaced(pinned));
        writeMany();
        assertPinned(pinned);
    }

    @Test
    void pinsSurviveReopening() {
        Revision pinned = put(blob(), "precious");
        storage().pin(blob(), pinned);
        reopen();
        writeMany();
        reopen();
        assertPinned(pinned);
    }

    @Test
    void pinningTheCurrentRevisionLeavesItCurrent() {
        Revision current = put(blob(), "content");
        storage().pin(blob(), current);
        assertThat(storage().revision(blob())).isEqualTo(current);
        assertThat(text(blob())).contains("content");
        put(blob(), current, "next");
    }

    @Test
    void pinningTwiceIsPinning() {
        Revision pinned = put(blob(), "precious");
        storage().pin(blob(), pinned);
        put(blob(), "second");
        assertThat(storage().pin(blob(), pinned)).isEqualTo(new Replaced(pinned));
        assertThat(earlier(blob())).containsExactly(pinned);
    }

    @Test
    void pinningWhatIsNotKeptIsAConflict() {
        assertConflict(storage().pin(blob(), Revision.ABSENT));
        assertConflict(storage().pin(blob(), new Revision("nobody wrote this")));
        Revision gone = put(blob(), "first");
        revisionOf(storage().delete(blob(), gone));
        assertConflict(storage().pin(blob(), gone));
    }

    @Test
    void deletingTakesPinnedGenerationsAlong() {
        Revision pinned = put(blob(), "precious");
        storage().pin(blob(), pinned);
        revisionOf(storage().delete(blob(), put(blob(), "second")));
        put(blob(), "anew");
        assertThat(storage().history(blob())).isEmpty();
        assertThat(storage().read(blob(), pinned)).isEmpty();
    }

    @Test
    void forgettingDropsEveryGenerationAndKeepsTheCurrentRevision() {
        Revision pinned = put(blob(), "precious");
        storage().pin(blob(), pinned);
        put(blob(), "second");
        Revision current = put(blob(), "third");
        storage().forgetHistory(blob());
        assertThat(storage().history(blob())).isEmpty();
        assertThat(storage().read(blob(), pinned)).isEmpty();
        assertThat(storage().revision(blob())).isEqualTo(current);
        assertThat(text(blob())).contains("third");
    }

    @Test
    void afterForgettingAHistoryGrowsAnew() {
        put(blob(), "first");
        Revision second = put(blob(), "second");
        storage().forgetHistory(blob());
        put(blob(), "third");
        assertThat(earlier(blob())).containsExactly(second);
    }

    @Test
    void forgettingNothingDoesNothing() {
        storage().forgetHistory(blob());
        assertAbsent(blob());
    }

    /** The revisions that were written, newest first. */
    private List<Revision> writeMany() {
        List<Revision> written = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            written.add(0, put(blob(), "content " + i));
        }
        return written;
    }

    private void assertPinned(Revision revision) {
        assertThat(text(blob(), revision)).contains("precious");
        List<Generation> history = storage().history(blob());
        Generation oldest = history.get(history.size() - 1);
        assertThat(oldest.revision()).isEqualTo(revision);
        assertThat(oldest.pinned()).isTrue();
    }
}
