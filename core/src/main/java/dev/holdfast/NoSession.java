// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * Nobody is signed in, or not this user.
 *
 * @param <C> the client
 */
public record NoSession<C>() implements Restore<C> {}
