// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The turns of the threads that write a document: in the order they came, each until its function has been applied and
 * saved. What others have stored meanwhile is looked at between two turns.
 */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Runnable look;
    private final Runnable afterwards;
    private volatile boolean hinted;

    /**
     * @param look at what is stored; called in a turn
     * @param afterwards called at the end of each, with no lock held
     */
    Turns(Runnable look, Runnable afterwards) {
        this.look = look;
        this.afterwards = afterwards;
    }

    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }

    void enter() {
        lock.lock();
    }

    /** Does not wait. */
    boolean tryEnter() {
        return !isMine() && lock.tryLock();
    }

    void leave() {
        lock.unlock();
        lookIfHinted();
        afterwards.run();
    }

    /** Something may have been stored. It is looked at now, or by whoever has the turn when that ends. */
    void hint() {
        hinted = true;
        if (lookIfHinted()) {
            afterwards.run();
        }
    }

    private boolean lookIfHinted() {
        boolean looked = false;
        while (hinted && tryEnter()) {
            try {
                hinted = false;
                look.run();
                looked = true;
            } finally {
                lock.unlock();
            }
        }
        return looked;
    }
}
