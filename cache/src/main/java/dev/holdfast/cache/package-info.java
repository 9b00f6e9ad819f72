// SPDX-License-Identifier: Apache-2.0

/**
 * Lazy values, cells and caches that expire, caches confined to a thread, and the registry that clears them all.
 *
 * <p>All is kept in memory alone, and nothing here makes a thread: what has to wait or to run elsewhere does so on the
 * executor that it was given.
 */
@NullMarked
package dev.holdfast.cache;

import org.jspecify.annotations.NullMarked;
