// SPDX-License-Identifier: Apache-2.0

package dev.holdfast;

/**
 * Logs in and gives the running client. May throw anything: nothing is then left behind.
 *
 * @param <C> the client
 */
@FunctionalInterface
public interface LogIn<C> {

    /** @param handle of the account to be; only its directories are there yet */
    C logIn(SessionHandle handle) throws Exception;
}
