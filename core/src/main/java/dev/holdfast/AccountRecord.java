// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;

/**
 * Who an incarnation is.
 *
 * @param user the user's id as the server gave it; empty if the sign-in never finished
 */
record AccountRecord(String user) {

    static final Schema<AccountRecord> SCHEMA = Schema.of("account", AccountRecord.class, new AccountRecord(""))
            .withCodec(Codec.ofTree(
                    account -> JsonObject.empty().with("user", account.user()),
                    tree -> new AccountRecord(tree.string("user"))));
}
