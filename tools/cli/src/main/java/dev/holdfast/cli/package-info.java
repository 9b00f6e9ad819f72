// SPDX-License-Identifier: Apache-2.0

/** The holdfast command: one class a subcommand. */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
