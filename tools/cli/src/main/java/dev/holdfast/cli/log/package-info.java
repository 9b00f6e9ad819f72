// SPDX-License-Identifier: Apache-2.0

/** Where the command sends what the library logs. */
@NullMarked
package dev.holdfast.cli.log;

import org.jspecify.annotations.NullMarked;
