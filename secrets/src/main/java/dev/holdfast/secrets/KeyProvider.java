// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * Where the key that protects an account's data keys comes from: a {@link VaultProvider} keeps one key per account and
 * can destroy it; a {@link RootProvider} has one key for all.
 *
 * <p>Implementations are safe for any number of threads and bound their own waiting. No exception of theirs carries a
 * key, not in a cause either.
 */
public sealed interface KeyProvider extends AutoCloseable permits VaultProvider, RootProvider {

    /** Releases connections and wipes keys. Idempotent. */
    @Override
    void close();
}
