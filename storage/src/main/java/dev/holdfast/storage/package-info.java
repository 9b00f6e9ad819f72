// SPDX-License-Identifier: Apache-2.0

/** The storage seam: {@link dev.holdfast.storage.Storage}, its implementations in files and in memory, and the places where apps keep files. */
@NullMarked
package dev.holdfast.storage;

import org.jspecify.annotations.NullMarked;
