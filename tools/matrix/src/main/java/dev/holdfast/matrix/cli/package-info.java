// SPDX-License-Identifier: Apache-2.0

/** A Matrix chat on the command line, the smallest real app on Holdfast: one class a subcommand. */
@NullMarked
package dev.holdfast.matrix.cli;

import org.jspecify.annotations.NullMarked;
