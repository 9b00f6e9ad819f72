// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;

/** A storage whose process ends before or after one of its changes: each counts twice, about to begin and done. */
final class MortalStorage extends ForwardingStorage {

    private final Life life;

    MortalStorage(Storage inner, Life life) {
        super(inner);
        this.life = life;
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        life.step();
        Replacement outcome = super.replace(name, expected, bytes, durability);
        life.step();
        return outcome;
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        life.step();
        Replacement outcome = super.delete(name, expected);
        life.step();
        return outcome;
    }

    @Override
    public void forgetHistory(BlobName name) {
        life.step();
        super.forgetHistory(name);
        life.step();
    }
}
