// SPDX-License-Identifier: Apache-2.0

/** Files of elsewhere that are taken over: looked at before they are believed. For this project's modules alone. */
@NullMarked
package dev.holdfast.storage.foreign;

import org.jspecify.annotations.NullMarked;
