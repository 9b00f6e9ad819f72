// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.Storage;

/**
 * What a key provider is opened for.
 *
 * @param appId the app, such as {@code "org.example.chat"}
 * @param storage the home's own storage, unsealed; for what the provider keeps beside the data. Not the provider's to
 *     close
 */
public record ProviderHome(String appId, Storage storage) {}
