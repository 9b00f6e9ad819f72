// SPDX-License-Identifier: Apache-2.0

/** A real Matrix homeserver, and a client that shares no code with ours, for tests; installed by themselves, once. */
@NullMarked
package dev.holdfast.homeserver;

import org.jspecify.annotations.NullMarked;
