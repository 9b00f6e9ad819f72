// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * A client is running. It is stopped by closing or logging out the account, or closing the home.
 *
 * @param <C> the client
 * @param client the client
 * @param account whose it is
 * @param handle its session, for tokens that change
 */
public record Restored<C>(C client, Account account, SessionHandle handle) implements Restore<C> {}
