// SPDX-License-Identifier: Apache-2.0

/** Secret types, keysets, key providers, sealed storage. */
@NullMarked
package dev.holdfast.secrets;

import org.jspecify.annotations.NullMarked;
