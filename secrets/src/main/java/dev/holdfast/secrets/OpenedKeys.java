// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import java.util.List;

/**
 * What an opened keyset gives.
 *
 * @param stored the keyset, and its revision
 * @param level that of the weakest copy
 */
record OpenedKeys(StoredKeyset stored, ProtectionLevel level, DataKeys dataKeys, Anchor anchor)
        implements AutoCloseable {

    List<String> providers() {
        return stored.keyset().copies().stream().map(KekCopy::provider).toList();
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        dataKeys.close();
    }
}
