// SPDX-License-Identifier: Apache-2.0

/** Holdfast from outside: the architecture, the modules, the pages of errors, real processes. */
@NullMarked
package dev.holdfast.it;

import org.jspecify.annotations.NullMarked;
