// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Making, listing and purging scopes. */
abstract class ScopeContract extends ContractPart {

    private static final Scope NEVER = Scope.of("accounts", "never-made");
    private static final Scope OTHER = Scope.of("accounts", "other");

    ScopeContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void theHomeAlwaysExists() {
        assertThat(storage().exists(Scope.HOME)).isTrue();
        put(Scope.HOME.blob("blob"), "content");
        assertThat(text(Scope.HOME.blob("blob"))).contains("content");
    }

    @Test
    void theHomeCannotBePurged() {
        put(blob(), "content");
        assertThatIllegalArgumentException().isThrownBy(() -> storage().purge(Scope.HOME));
        assertThat(text(blob())).contains("content");
    }

    @Test
    void aScopeExistsOnceItIsMade() {
        assertThat(storage().exists(NEVER)).isFalse();
        storage().create(OTHER);
        assertThat(storage().exists(OTHER)).isTrue();
        reopen();
        assertThat(storage().exists(OTHER)).isTrue();
    }

    @Test
    void makingAScopeTwiceChangesNothing() {
        put(blob(), "content");
        storage().create(scope());
        assertThat(text(blob())).contains("content");
    }

    @Test
    void scopesAreListedDirectlyBelowTheirParent() {
        Scope deep = Scope.of("accounts", "other", "deeper");
        storage().create(OTHER);
        storage().create(deep);
        assertThat(storage().scopes(Scope.of("accounts"))).contains(OTHER).doesNotContain(deep, NEVER);
        assertThat(storage().scopes(OTHER)).containsExactly(deep);
        assertThat(storage().scopes(deep)).isEmpty();
        assertThat(storage().scopes(NEVER)).isEmpty();
        assertThat(storage().scopes(Scope.HOME)).contains(Scope.of("accounts"));
    }

    @Test
    void theSameNameInTwoScopesIsTwoBlobs() {
        storage().create(OTHER);
        put(blob(), "here");
        put(OTHER.blob("blob"), "there");
        assertThat(text(blob())).contains("here");
        assertThat(text(OTHER.blob("blob"))).contains("there");
        assertThat(storage().list(OTHER)).containsExactly(OTHER.blob("blob"));
    }

    @Test
    void aWriteNeverMakesAScope() {
        BlobName blob = NEVER.blob("blob");
        assertThatExceptionOfType(ScopeGoneException.class).isThrownBy(() -> replace(blob, Revision.ABSENT, "content"));
        assertThat(storage().exists(NEVER)).isFalse();
        assertAbsent(blob);
    }

    @Test
    void aScopeThatIsNotThereReadsAsEmpty() {
        BlobName blob = NEVER.blob("blob");
        assertAbsent(blob);
        assertThat(storage().list(NEVER)).isEmpty();
        assertThat(storage().history(blob)).isEmpty();
        assertThat(storage().read(blob, new Revision("nobody wrote this"))).isEmpty();
        assertThat(storage().setAside(blob, new Revision("nobody wrote this"))).isEmpty();
        assertThat(storage().exists(NEVER)).isFalse();
    }

    @Test
    void afterAPurgeNobodySeesAnythingOfTheScope() {
        List<Revision> written = fill(OTHER);
        storage().purge(OTHER);
        assertGone(OTHER, written);
        reopen();
        assertGone(OTHER, written);
    }

    @Test
    void aPurgeTakesTheScopesBelowAlong() {
        Scope deep = Scope.of("accounts", "other", "deeper");
        fill(OTHER);
        List<Revision> written = fill(deep);
        storage().purge(OTHER);
        assertGone(deep, written);
        assertThat(storage().scopes(OTHER)).isEmpty();
    }

    @Test
    void aPurgeTouchesNoOtherScope() {
        Scope neighbour = Scope.of("accounts", "other-2");
        Revision first = put(blob(), "first");
        put(blob(), "second");
        storage().create(neighbour);
        put(neighbour.blob("blob"), "content");
        fill(OTHER);
        storage().purge(OTHER);
        assertThat(text(blob())).contains("second");
        assertThat(text(blob(), first)).contains("first");
        assertThat(text(neighbour.blob("blob"))).contains("content");
    }

    @Test
    void purgingWhatIsNotThereDoesNothing() {
        storage().purge(NEVER);
        fill(OTHER);
        storage().purge(OTHER);
        storage().purge(OTHER);
        assertThat(storage().exists(OTHER)).isFalse();
        assertThat(storage().exists(NEVER)).isFalse();
    }

    @Test
    void noWriterBringsAPurgedScopeBack() {
        List<Revision> written = fill(OTHER);
        storage().purge(OTHER);
        for (Revision expected : written) {
            assertThatExceptionOfType(ScopeGoneException.class)
                    .isThrownBy(() -> replace(OTHER.blob("blob"), expected, "content"));
        }
        assertGone(OTHER, written);
    }

    @Test
    void aScopeMadeAgainIsEmptyAndRemembersNothing() {
        BlobName blob = OTHER.blob("blob");
        List<Revision> written = fill(OTHER);
        storage().purge(OTHER);
        storage().create(OTHER);
        assertThat(storage().list(OTHER)).isEmpty();
        assertThat(storage().history(blob)).isEmpty();
        written.forEach(revision -> assertConflict(replace(blob, revision, "content")));
        assertThat(written).doesNotContain(put(blob, Revision.ABSENT, "content"));
    }

    @Test
    void aScopeIsPurgedUnderItsWriters() {
        storage().create(OTHER);
        List<BlobName> blobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            blobs.add(OTHER.blob("blob " + i));
            put(blobs.get(i), "content");
        }
        AtomicBoolean purged = new AtomicBoolean();
        Threads.run(blobs.size() + 1, number -> {
            if (number == blobs.size()) {
                storage().purge(OTHER);
                purged.set(true);
                assertThat(storage().list(OTHER)).isEmpty();
            } else {
                assertThatExceptionOfType(ScopeGoneException.class)
                        .isThrownBy(() -> writeBeyond(purged, blobs.get(number)));
                assertAbsent(blobs.get(number));
            }
        });
        assertThat(storage().exists(OTHER)).isFalse();
    }

    /** Writes until the purge has returned, and once more. */
    private void writeBeyond(AtomicBoolean purged, BlobName name) {
        boolean last;
        do {
            last = purged.get();
            replace(name, storage().revision(name), "content");
        } while (!last);
    }

    /** Makes the scope with a blob that has a history, a pin and a quarantine; tells what can be read of it. */
    private List<Revision> fill(Scope scope) {
        BlobName blob = scope.blob("blob");
        storage().create(scope);
        storage().setAside(blob, put(blob, "damaged"));
        Revision pinned = put(blob, "pinned");
        storage().pin(blob, pinned);
        return List.of(pinned, put(blob, "second"), put(blob, "third"));
    }

    private void assertGone(Scope scope, List<Revision> written) {
        BlobName blob = scope.blob("blob");
        assertThat(storage().exists(scope)).isFalse();
        assertThat(storage().scopes(Scope.of("accounts"))).doesNotContain(scope);
        assertAbsent(blob);
        assertThat(storage().history(blob)).isEmpty();
        assertThat(written)
                .allSatisfy(
                        revision -> assertThat(storage().read(blob, revision)).isEmpty());
    }
}
