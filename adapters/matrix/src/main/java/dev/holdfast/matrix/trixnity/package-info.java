// SPDX-License-Identifier: Apache-2.0

/** The client itself: Trixnity, over the record store and the session. For nobody outside. */
@NullMarked
package dev.holdfast.matrix.trixnity;

import org.jspecify.annotations.NullMarked;
