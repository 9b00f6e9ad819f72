// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Watch;
import java.util.Random;
import java.util.function.Consumer;

/** A storage whose hints get lost, come late or come twice, as the dice have it. */
final class FickleHints extends ForwardingStorage {

    private static final int FAIR = 3;

    private final Random random;
    private Runnable late = () -> {};
    private int spoiled;
    private boolean behaves;

    FickleHints(Storage inner, Random random) {
        super(inner);
        this.random = random;
    }

    /** How many hints did not come as they should. */
    synchronized int spoiled() {
        return spoiled;
    }

    /** Every hint comes from now on, and those that were late. */
    synchronized void behave() {
        behaves = true;
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return super.watch(scope, name -> spoil(() -> hint.accept(name)));
    }

    private synchronized void spoil(Runnable hint) {
        late.run();
        late = () -> {};
        int dice = behaves ? FAIR : random.nextInt(FAIR + 1);
        spoiled += dice == FAIR ? 0 : 1;
        switch (dice) {
            case 0 -> {}
            case 1 -> late = hint;
            case 2 -> {
                hint.run();
                hint.run();
            }
            default -> hint.run();
        }
    }
}
