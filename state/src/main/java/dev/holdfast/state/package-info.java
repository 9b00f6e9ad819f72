// SPDX-License-Identifier: Apache-2.0

/** Documents, schemas, migrations and codecs. */
@NullMarked
package dev.holdfast.state;

import org.jspecify.annotations.NullMarked;
