// SPDX-License-Identifier: Apache-2.0

/** The tokens that every codec of this project reads and writes, with one set of limits. For its adapters alone. */
@NullMarked
package dev.holdfast.state.tokens;

import org.jspecify.annotations.NullMarked;
