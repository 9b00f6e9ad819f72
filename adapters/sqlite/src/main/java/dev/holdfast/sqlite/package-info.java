// SPDX-License-Identifier: Apache-2.0

/** Encrypted records in one SQLite file, and a storage in another. */
@NullMarked
package dev.holdfast.sqlite;

import org.jspecify.annotations.NullMarked;
