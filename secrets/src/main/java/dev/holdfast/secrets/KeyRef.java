// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * A key and who has it: what a journal must note to destroy the key later, without its provider.
 *
 * @param provider the id of the {@linkplain KeyProviderFactory#id() provider}
 * @param key the key's id there
 */
public record KeyRef(String provider, KeyId key) {}
