// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Conflict;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** One part of the contract suite: the fixture, and the words that its sentences are made of. */
@Timeout(120)
abstract class ContractPart {

    private final StorageContract contract;

    ContractPart(StorageContract contract) {
        this.contract = contract;
    }

    final Storage storage() {
        return contract.storage();
    }

    final void reopen() {
        contract.reopen();
    }

    final Scope scope() {
        return contract.scope();
    }

    /** The blob that most sentences are about. */
    final BlobName blob() {
        return scope().blob("blob");
    }

    /** Writes over whatever is current. */
    final Revision put(BlobName name, String text) {
        return put(name, storage().revision(name), text);
    }

    final Revision put(BlobName name, Revision expected, String text) {
        return revisionOf(replace(name, expected, text));
    }

    final Replacement replace(BlobName name, Revision expected, String text) {
        return storage().replace(name, expected, text.getBytes(UTF_8), Durability.DURABLE);
    }

    /** The revision of a write that must not have been a conflict. */
    static Revision revisionOf(Replacement replacement) {
        assertThat(replacement).isInstanceOf(Replaced.class);
        return ((Replaced) replacement).revision();
    }

    static void assertConflict(Replacement replacement) {
        assertThat(replacement).isEqualTo(new Conflict());
    }

    /** The current content as text. */
    final Optional<String> text(BlobName name) {
        return storage().read(name).map(ContractPart::text);
    }

    final Optional<String> text(BlobName name, Revision revision) {
        return storage().read(name, revision).map(ContractPart::text);
    }

    static String text(Stored stored) {
        return new String(stored.bytes(), UTF_8);
    }

    final List<Revision> earlier(BlobName name) {
        return storage().history(name).stream().map(Generation::revision).toList();
    }

    /** Whether nobody who reads finds anything of the blob. */
    final void assertAbsent(BlobName name) {
        assertThat(storage().read(name)).isEmpty();
        assertThat(storage().revision(name)).isEqualTo(Revision.ABSENT);
        assertThat(storage().list(name.scope())).doesNotContain(name);
    }
}
