// SPDX-License-Identifier: Apache-2.0

/** Keys in the operating system's keyring. */
@NullMarked
package dev.holdfast.keyring;

import org.jspecify.annotations.NullMarked;
