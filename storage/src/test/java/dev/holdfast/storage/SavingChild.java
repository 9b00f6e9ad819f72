// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.Optional;

/** A process that saves ever higher numbers and prints each once its save is acknowledged, until it is killed. */
final class SavingChild {

    static final BlobName BLOB = Scope.of("app").blob("state.json");

    private SavingChild() {}

    /** Arguments: the home, and how many saves to make. */
    public static void main(String[] args) {
        try (FileStorage storage = FileStorage.at(Path.of(args[0]))) {
            storage.create(BLOB.scope());
            Optional<Stored> stored = storage.read(BLOB);
            Revision revision = stored.map(Stored::revision).orElse(Revision.ABSENT);
            int number = stored.map(found -> Payload.number(found.bytes())).orElse(0);
            for (int i = Integer.parseInt(args[1]); i > 0; i--) {
                byte[] next = Payload.of(++number);
                Replacement replacement = storage.replace(BLOB, revision, next, Durability.DURABLE);
                revision = ((Replacement.Replaced) replacement).revision();
                System.out.println(number);
            }
        }
    }
}
