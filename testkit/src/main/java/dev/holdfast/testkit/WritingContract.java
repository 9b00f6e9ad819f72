// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading, replacing, confirming and deleting one blob. */
abstract class WritingContract extends ContractPart {

    private static final int LARGE = 5 << 20;

    WritingContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void nothingIsThereBeforeTheFirstWrite() {
        assertAbsent(blob());
        assertThat(storage().history(blob())).isEmpty();
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Revision written = put(blob(), Revision.ABSENT, "content");
        Stored stored = storage().read(blob()).orElseThrow();
        assertThat(text(stored)).isEqualTo("content");
        assertThat(stored.revision()).isEqualTo(written).isEqualTo(storage().revision(blob()));
        assertThat(written.isPresent()).isTrue();
        assertThat(storage().list(scope())).contains(blob());
    }

    @Test
    void anAtomicWriteIsSeenLikeADurableOne() {
        byte[] bytes = "content".getBytes(UTF_8);
        Revision written = revisionOf(storage().replace(blob(), Revision.ABSENT, bytes, Durability.ATOMIC));
        assertThat(storage().revision(blob())).isEqualTo(written);
        assertThat(text(blob())).contains("content");
    }

    @Test
    void anEmptyBlobIsSomethingStored() {
        put(blob(), "");
        assertThat(text(blob())).contains("");
        assertThat(storage().list(scope())).contains(blob());
    }

    @Test
    void aLargeBlobComesBackByteForByte() {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        revisionOf(storage().replace(blob(), Revision.ABSENT, bytes.clone(), Durability.DURABLE));
        assertThat(storage().read(blob()).orElseThrow().bytes()).isEqualTo(bytes);
    }

    @Test
    void whatAReaderDoesToItsBytesReachesNobody() {
        Revision written = put(blob(), "content");
        storage().read(blob()).orElseThrow().bytes()[0] = 'X';
        storage().read(blob(), written).orElseThrow().bytes()[0] = 'X';
        assertThat(text(blob())).contains("content");
    }

    @Test
    void aStaleExpectationIsAConflictAndChangesNothing() {
        Revision first = put(blob(), "first");
        Revision second = put(blob(), "second");
        List<Revision> before = earlier(blob());
        assertConflict(replace(blob(), first, "third"));
        assertThat(text(blob())).contains("second");
        assertThat(storage().revision(blob())).isEqualTo(second);
        assertThat(earlier(blob())).isEqualTo(before);
    }

    @Test
    void creatingWhatIsThereIsAConflict() {
        put(blob(), "first");
        assertConflict(replace(blob(), Revision.ABSENT, "second"));
        assertThat(text(blob())).contains("first");
    }

    @Test
    void expectingWhatIsGoneIsAConflict() {
        Revision first = put(blob(), "first");
        revisionOf(storage().delete(blob(), first));
        assertConflict(replace(blob(), first, "second"));
        assertAbsent(blob());
    }

    @Test
    void theRevisionOfAnotherBlobIsAConflict() {
        BlobName other = scope().blob("other");
        put(blob(), "same");
        Revision ofOther = put(other, "same");
        assertConflict(replace(blob(), ofOther, "changed"));
        assertThat(text(blob())).contains("same");
    }

    @Test
    void noTwoWritesShareARevision() {
        List<Revision> seen = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            seen.add(put(blob(), "A"));
            seen.add(put(blob(), "B"));
            seen.add(put(blob(), "A"));
            seen.add(put(blob(), "A"));
            revisionOf(storage().delete(blob(), storage().revision(blob())));
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void confirmingWhatIsCurrentChangesNothing() {
        Revision first = put(blob(), "first");
        Revision second = put(blob(), "second");
        assertThat(storage().confirm(blob(), second)).isEqualTo(new Replaced(second));
        assertThat(storage().revision(blob())).isEqualTo(second);
        assertThat(text(blob(), first)).contains("first");
    }

    @Test
    void confirmingWhatIsNotCurrentIsAConflict() {
        Revision first = put(blob(), "first");
        assertConflict(storage().confirm(blob(), Revision.ABSENT));
        put(blob(), "second");
        assertConflict(storage().confirm(blob(), first));
    }

    @Test
    void aDeletedBlobIsGone() {
        Revision first = put(blob(), "first");
        Revision second = put(blob(), "second");
        assertThat(storage().delete(blob(), second)).isEqualTo(new Replaced(Revision.ABSENT));
        assertAbsent(blob());
        assertThat(storage().history(blob())).isEmpty();
        assertThat(storage().read(blob(), first)).isEmpty();
        assertThat(storage().read(blob(), second)).isEmpty();
    }

    @Test
    void deletingAStaleRevisionIsAConflictAndChangesNothing() {
        Revision first = put(blob(), "first");
        put(blob(), "second");
        assertConflict(storage().delete(blob(), first));
        assertConflict(storage().delete(blob(), Revision.ABSENT));
        assertThat(text(blob())).contains("second");
        assertThat(text(blob(), first)).contains("first");
    }

    @Test
    void deletingNothingSucceedsOnlyWhereNothingWasExpected() {
        Revision first = put(blob(), "first");
        storage().delete(blob(), first);
        assertThat(storage().delete(blob(), Revision.ABSENT)).isEqualTo(new Replaced(Revision.ABSENT));
        assertConflict(storage().delete(blob(), first));
    }

    @Test
    void everythingIsStillThereAfterReopening() {
        Revision first = put(blob(), "first");
        Revision second = put(blob(), "second");
        reopen();
        assertThat(text(blob())).contains("second");
        assertThat(storage().revision(blob())).isEqualTo(second);
        assertThat(text(blob(), first)).contains("first");
        assertThat(storage().list(scope())).contains(blob());
    }

    @Test
    void aRevisionReadBeforeReopeningIsExpectedAfterwards() {
        Revision first = put(blob(), "first");
        reopen();
        Revision second = put(blob(), first, "second");
        assertThat(second).isNotEqualTo(first);
        assertThat(earlier(blob())).containsExactly(first);
    }

    @Test
    void aBlobThatWasDeletedStaysSoAfterReopening() {
        Revision first = put(blob(), "first");
        revisionOf(storage().delete(blob(), first));
        reopen();
        assertAbsent(blob());
        assertThat(put(blob(), Revision.ABSENT, "first")).isNotEqualTo(first);
    }
}
