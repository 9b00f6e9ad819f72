// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import java.time.Duration;
import java.util.Optional;

/**
 * A save in the background that failed.
 *
 * @param document whose changes could not be saved; memory has them still, unless they are given up
 * @param cause what went wrong
 * @param retryAfter when it is tried again; empty if what the cause names is given up, as no further try can help
 */
public record SaveFailure(Document<?> document, HoldfastException cause, Optional<Duration> retryAfter) {}
