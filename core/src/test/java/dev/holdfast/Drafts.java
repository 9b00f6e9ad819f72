// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;

record Drafts(String text) {

    static final Schema<Drafts> SCHEMA = Schema.of("drafts", Drafts.class, new Drafts(""))
            .withCodec(Codec.ofTree(
                    drafts -> JsonObject.empty().with("text", drafts.text()), tree -> new Drafts(tree.string("text"))));
}
