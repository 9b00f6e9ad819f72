// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Watch;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Those who want to know that an account has ended. Each is told once, also if it has ended before he asks. */
final class EndListeners {

    private final List<Listener> waiting = new ArrayList<>();
    private boolean ended;

    /** One who waits. Compared by identity: two that look alike are two. */
    private static final class Listener {

        private final Executor executor;
        private final Runnable action;

        Listener(Executor executor, Runnable action) {
            this.executor = executor;
            this.action = action;
        }

        void tell() {
            try {
                executor.execute(action);
            } catch (RuntimeException e) {
                Log.LOGGER.log(
                        Level.WARNING,
                        "A listener was not told that its account has ended: {0}",
                        e.getClass().getName());
            }
        }
    }

    Watch add(Executor executor, Runnable action) {
        Listener listener = new Listener(executor, action);
        if (isLate(listener)) {
            listener.tell();
        }
        return () -> remove(listener);
    }

    private synchronized boolean isLate(Listener listener) {
        if (!ended) {
            waiting.add(listener);
        }
        return ended;
    }

    private synchronized void remove(Listener listener) {
        waiting.remove(listener);
    }

    /** It has ended. */
    void tell() {
        leave().forEach(Listener::tell);
    }

    private synchronized List<Listener> leave() {
        ended = true;
        List<Listener> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
