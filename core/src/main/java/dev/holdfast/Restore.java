// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * How a restore ended.
 *
 * @param <C> the client
 */
public sealed interface Restore<C> permits Restored, NoSession, NotRestored {}
