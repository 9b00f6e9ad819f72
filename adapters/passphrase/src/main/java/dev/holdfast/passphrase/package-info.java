// SPDX-License-Identifier: Apache-2.0

/** Keys under a passphrase that a person types. */
@NullMarked
package dev.holdfast.passphrase;

import org.jspecify.annotations.NullMarked;
