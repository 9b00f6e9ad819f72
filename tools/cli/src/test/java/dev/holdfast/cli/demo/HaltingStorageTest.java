// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HaltingStorageTest {

    private static final Scope SCOPE = Scope.of("scope");
    private static final BlobName BLOB = SCOPE.blob("blob");

    private final List<String> halts = new ArrayList<>();
    private final MemoryStorage inner = new MemoryStorage();
    private final HaltingStorage storage = new HaltingStorage(inner, halts::add);

    private void replace() {
        storage.replace(BLOB, storage.revision(BLOB), new byte[] {1}, Durability.DURABLE);
    }

    @Test
    void itHaltsBeforeTheChangeThatWasNamedAndBeforeNoOther() {
        storage.create(SCOPE);
        replace();
        storage.haltBefore(2);
        replace();
        assertThat(halts).isEmpty();
        storage.delete(BLOB, storage.revision(BLOB));
        storage.purge(SCOPE);

        assertThat(halts).containsExactly("delete scope/blob");
    }

    @Test
    void nothingIsChangedYetWhenItHalts() {
        List<Revision> seen = new ArrayList<>();
        HaltingStorage halting = new HaltingStorage(inner, what -> seen.add(inner.revision(BLOB)));
        halting.create(SCOPE);
        halting.haltBefore(1);
        halting.replace(BLOB, Revision.ABSENT, new byte[] {1}, Durability.DURABLE);

        assertThat(seen).containsExactly(Revision.ABSENT);
        assertThat(inner.revision(BLOB)).isNotEqualTo(Revision.ABSENT);
    }
}
