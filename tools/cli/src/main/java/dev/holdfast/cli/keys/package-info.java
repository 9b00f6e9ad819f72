// SPDX-License-Identifier: Apache-2.0

/** The subcommand that shows and changes how the accounts of an app are protected. */
@NullMarked
package dev.holdfast.cli.keys;

import org.jspecify.annotations.NullMarked;
