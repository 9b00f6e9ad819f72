// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/** This module's errors, in the form that all of the project's have: code, what happened, what is safe, what is next. */
final class Problems {

    private Problems() {}

    static String loadFailed(Throwable cause) {
        return text(
                "HF-0401: the loader threw " + cause.getClass().getName(),
                "nothing was stored",
                "see the cause; the next get loads again");
    }

    static IllegalStateException recursiveLoad() {
        return new IllegalStateException(text(
                "HF-0402: a loader asked for the value that it is loading",
                "nothing was stored",
                "load it without calling get on itself"));
    }

    static IllegalStateException nothingReturned() {
        return new IllegalStateException(text(
                "HF-0403: a loader or function returned null",
                "nothing was stored",
                "throw if there is no value, or return an Optional"));
    }

    static IllegalStateException wrongThread() {
        return new IllegalStateException(text(
                "HF-0404: a confined cache was touched from another thread than its own ("
                        + Thread.currentThread().getName() + ")",
                "the cache is unchanged",
                "use call or run, which go to its executor; that must be one of a single thread"));
    }

    static IllegalStateException registryClosed(String name) {
        return new IllegalStateException(text(
                "HF-0405: the registry of caches is closed, its owner logged out (" + name + ")",
                "nothing was registered",
                "clear this cache, and register a new one with the new owner"));
    }

    static IllegalStateException cacheClosed() {
        return new IllegalStateException(text(
                "HF-0406: a cache was asked to load, and is closed: its owner logged out",
                "nothing was loaded, and the cache stays empty",
                "take a new cache from the account after the next sign-in"));
    }

    static IllegalArgumentException badAge(String age) {
        return new IllegalArgumentException(text(
                "HF-0407: a time to live, or an age to refresh at, cannot be " + age,
                "nothing was made",
                "give zero or more, and refresh before the time to live is over"));
    }

    static IllegalArgumentException negativeCapacity(long given) {
        return new IllegalArgumentException(text(
                "HF-0408: a cache's capacity, or the weight of a value, is " + given,
                "nothing was stored",
                "give zero or more"));
    }

    private static String text(String what, String safe, String next) {
        return what + ". Safe: " + safe + ". Next: " + next + ".";
    }
}
