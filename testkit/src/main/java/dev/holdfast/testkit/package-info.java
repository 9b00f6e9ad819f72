// SPDX-License-Identifier: Apache-2.0

/** Contract suites, faults, a clock and a leak check for tests. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
