// SPDX-License-Identifier: Apache-2.0

/** Codecs on avaje-jsonb. */
@NullMarked
package dev.holdfast.avaje;

import org.jspecify.annotations.NullMarked;
