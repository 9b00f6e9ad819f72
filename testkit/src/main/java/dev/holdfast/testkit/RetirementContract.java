// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import org.junit.jupiter.api.Test;

/** Scopes whose retirement record exists. */
abstract class RetirementContract extends ContractPart {

    RetirementContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void aRetiredScopeIsStillRead() {
        Revision first = put(blob(), "first");
        put(blob(), "second");
        retire();
        assertThat(storage().exists(scope())).isTrue();
        assertThat(text(blob())).contains("second");
        assertThat(text(blob(), first)).contains("first");
        assertThat(storage().list(scope())).contains(blob());
    }

    @Test
    void aRetiredScopeRefusesWrites() {
        Revision first = put(blob(), "first");
        retire();
        assertThatExceptionOfType(ScopeGoneException.class).isThrownBy(() -> replace(blob(), first, "second"));
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> replace(scope().blob("other"), Revision.ABSENT, "content"));
        assertThat(text(blob())).contains("first");
        assertAbsent(scope().blob("other"));
    }

    @Test
    void blobsAreDeletedFromARetiredScope() {
        Revision first = put(blob(), "first");
        retire();
        revisionOf(storage().delete(blob(), first));
        assertAbsent(blob());
    }

    @Test
    void aRetiredScopeIsNotMade() {
        retire();
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> storage().create(scope()));
        storage().purge(scope());
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> storage().create(scope()));
        assertThat(storage().exists(scope())).isFalse();
    }

    @Test
    void nothingIsMadeBelowARetiredScope() {
        Scope below = below();
        retire();
        storage().purge(scope());
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> storage().create(below));
        assertThat(storage().exists(below)).isFalse();
        assertThat(storage().exists(scope())).isFalse();
    }

    @Test
    void retirementOutlivesReopening() {
        Revision first = put(blob(), "first");
        retire();
        reopen();
        assertThatExceptionOfType(ScopeGoneException.class).isThrownBy(() -> replace(blob(), first, "second"));
    }

    @Test
    void otherScopesAreNotRetired() {
        Scope other = Scope.of("accounts", "other");
        storage().create(other);
        retire();
        put(other.blob("blob"), "content");
        storage().create(Scope.of("accounts", "third"));
        assertThat(text(other.blob("blob"))).contains("content");
    }

    @Test
    void aScopeWithoutItsRecordIsInUseAgain() {
        put(blob(), "first");
        BlobName record = retire();
        storage().purge(scope());
        revisionOf(storage().delete(record, storage().revision(record)));
        storage().create(scope());
        assertAbsent(blob());
        put(blob(), Revision.ABSENT, "anew");
        assertThat(text(blob())).contains("anew");
    }

    private BlobName retire() {
        BlobName record = scope().retirement();
        storage().create(record.scope());
        put(record, "{}");
        return record;
    }

    private Scope below() {
        String[] path = {scope().path().get(0), scope().path().get(1), "below"};
        return Scope.of(path);
    }
}
