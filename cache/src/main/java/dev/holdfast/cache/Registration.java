// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/** A cache's place in a {@link CacheRegistry}. */
public interface Registration extends AutoCloseable {

    /** Takes the cache out of its registry, without clearing it. Idempotent. */
    @Override
    void close();
}
