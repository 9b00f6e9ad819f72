// SPDX-License-Identifier: Apache-2.0

/** Lazy values, cells that expire, caches confined to a thread. */
@NullMarked
package dev.holdfast.cache;

import org.jspecify.annotations.NullMarked;
