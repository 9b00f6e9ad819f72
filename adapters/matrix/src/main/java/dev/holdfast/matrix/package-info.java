// SPDX-License-Identifier: Apache-2.0

/** A Matrix client, restored, over an encrypted store. */
@NullMarked
package dev.holdfast.matrix;

import org.jspecify.annotations.NullMarked;
