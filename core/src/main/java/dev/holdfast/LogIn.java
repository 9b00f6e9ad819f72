// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * Logs in and gives the running client.
 *
 * @param <C> the client
 * @param <X> what it throws; nothing is then left behind
 */
@FunctionalInterface
public interface LogIn<C, X extends Exception> {

    /**
     * Logs in.
     *
     * @param handle of the account; at a first sign-in only its directories are there yet; else the session, too, that
     *     the account had
     */
    C logIn(SessionHandle handle) throws X;
}
