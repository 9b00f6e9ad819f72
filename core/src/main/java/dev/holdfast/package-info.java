// SPDX-License-Identifier: Apache-2.0

/** Homes, accounts, sessions, logout: what an app opens. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
