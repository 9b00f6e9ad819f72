// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * Exchanges a session's tokens at the server.
 *
 * @param <X> what it throws; the stored session is then as it was
 */
@FunctionalInterface
public interface Refresh<X extends Exception> {

    /** The session with new tokens, which nobody has used yet. */
    Session refresh(Session session) throws X;
}
