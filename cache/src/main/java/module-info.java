// SPDX-License-Identifier: Apache-2.0

/** Lazy values, cells and caches that expire, caches confined to a thread, and the registry that clears them all. Depends on nothing of ours. */
module dev.holdfast.cache {
    requires com.github.benmanes.caffeine;
    requires static transitive org.jspecify;

    exports dev.holdfast.cache;
}
