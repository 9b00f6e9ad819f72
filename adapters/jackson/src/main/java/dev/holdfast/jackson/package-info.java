// SPDX-License-Identifier: Apache-2.0

/** Codecs on Jackson 3 databind. */
@NullMarked
package dev.holdfast.jackson;

import org.jspecify.annotations.NullMarked;
