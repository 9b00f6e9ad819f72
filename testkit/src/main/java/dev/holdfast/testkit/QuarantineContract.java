// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import org.junit.jupiter.api.Test;

/** Setting revisions aside. */
abstract class QuarantineContract extends ContractPart {

    QuarantineContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void theCurrentRevisionSetAsideIsSeenByNoReader() {
        Revision first = put(blob(), "first");
        Revision damaged = put(blob(), "damaged");
        assertThat(storage().setAside(blob(), damaged))
                .hasValueSatisfying(where -> assertThat(where).isNotBlank());
        assertAbsent(blob());
        assertThat(storage().read(blob(), damaged)).isEmpty();
        assertThat(earlier(blob())).containsExactly(first);
        assertThat(text(blob(), first)).contains("first");
    }

    @Test
    void aBlobOfWhichAGenerationAloneIsLeftIsKeptAndNotListed() {
        Revision first = put(blob(), "first");
        put(scope().blob("other"), "content");
        assertThat(storage().listKept(scope())).containsOnlyOnce(blob(), scope().blob("other"));
        Revision second = put(blob(), "second");
        storage().pin(blob(), first);
        storage().setAside(blob(), second);
        reopen();
        assertThat(storage().list(scope())).doesNotContain(blob());
        assertThat(storage().listKept(scope())).containsOnlyOnce(blob(), scope().blob("other"));
        storage().setAside(blob(), first);
        assertThat(storage().listKept(scope())).contains(scope().blob("other")).doesNotContain(blob());
        assertThat(storage().listKept(Scope.of("nowhere"))).isEmpty();
    }

    @Test
    void aGenerationSetAsideLeavesTheCurrentRevision() {
        Revision damaged = put(blob(), "damaged");
        Revision current = put(blob(), "current");
        assertThat(storage().setAside(blob(), damaged)).isPresent();
        assertThat(storage().read(blob(), damaged)).isEmpty();
        assertThat(storage().history(blob())).isEmpty();
        assertThat(storage().revision(blob())).isEqualTo(current);
        assertThat(text(blob())).contains("current");
    }

    @Test
    void aPinnedRevisionCanBeSetAside() {
        Revision damaged = put(blob(), "damaged");
        storage().pin(blob(), damaged);
        put(blob(), "current");
        assertThat(storage().setAside(blob(), damaged)).isPresent();
        assertThat(storage().history(blob())).isEmpty();
    }

    @Test
    void whatIsNotThereCannotBeSetAside() {
        assertThat(storage().setAside(blob(), Revision.ABSENT)).isEmpty();
        Revision once = put(blob(), "once");
        storage().setAside(blob(), once);
        assertThat(storage().setAside(blob(), once)).isEmpty();
        assertThat(storage().setAside(scope().blob("other"), once)).isEmpty();
    }

    @Test
    void aBlobIsCreatedAnewBesideWhatWasSetAside() {
        Revision damaged = put(blob(), "same");
        storage().setAside(blob(), damaged);
        Revision anew = put(blob(), Revision.ABSENT, "same");
        assertThat(anew).isNotEqualTo(damaged);
        assertThat(text(blob())).contains("same");
        assertThat(storage().history(blob())).isEmpty();
    }

    @Test
    void oneThingSetAsideNeverTakesThePlaceOfAnother() {
        String first = storage().setAside(blob(), put(blob(), "same")).orElseThrow();
        String second = storage().setAside(blob(), put(blob(), "same")).orElseThrow();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void whatWasSetAsideStaysSoAfterReopening() {
        Revision first = put(blob(), "first");
        Revision damaged = put(blob(), "damaged");
        storage().setAside(blob(), damaged);
        reopen();
        assertAbsent(blob());
        assertThat(storage().read(blob(), damaged)).isEmpty();
        assertThat(earlier(blob())).containsExactly(first);
    }

    @Test
    void aBlobWithoutACurrentRevisionIsDeletedWithItsHistory() {
        put(blob(), "first");
        storage().setAside(blob(), put(blob(), "damaged"));
        revisionOf(storage().delete(blob(), Revision.ABSENT));
        assertThat(storage().history(blob())).isEmpty();
    }
}
