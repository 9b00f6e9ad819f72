// SPDX-License-Identifier: Apache-2.0

/** {@code holdfast demo}: what the library promises, done before your eyes. One class a step. */
@NullMarked
package dev.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
