// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/** The texts of this module's errors: code, what happened, what is safe, what to do next. */
final class Problems {

    static final String LOAD_FAILED =
            "HF-0401: the loader threw %s. Safe: nothing was stored. Next: see the cause; the next get loads again.";

    private static final String RECURSIVE_LOAD =
            "HF-0402: a loader asked for the value that it is loading. Safe: nothing was stored."
                    + " Next: load it without calling get on itself.";

    private static final String NOTHING_LOADED =
            "HF-0403: a loader or function returned null. Safe: nothing was stored."
                    + " Next: throw if there is no value, or return an Optional.";

    private static final String WRONG_THREAD =
            "HF-0404: a confined cache was touched from another thread than its own (%s). Safe: the cache is unchanged."
                    + " Next: use call or run, which go to its executor; that must be one of a single thread.";

    private static final String REGISTRY_CLOSED =
            "HF-0405: the registry of caches is closed, its owner logged out (%s). Safe: nothing was registered."
                    + " Next: clear this cache and register a new one with the new owner.";

    private Problems() {}

    static IllegalStateException recursiveLoad() {
        return new IllegalStateException(RECURSIVE_LOAD);
    }

    static IllegalStateException nothingLoaded() {
        return new IllegalStateException(NOTHING_LOADED);
    }

    static IllegalStateException wrongThread() {
        return new IllegalStateException(
                WRONG_THREAD.formatted(Thread.currentThread().getName()));
    }

    static IllegalStateException registryClosed(String name) {
        return new IllegalStateException(REGISTRY_CLOSED.formatted(name));
    }
}
