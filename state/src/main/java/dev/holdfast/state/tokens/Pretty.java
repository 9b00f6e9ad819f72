// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/** The layout of serde's pretty printer, which the seed uses. For one value: a printer counts how deep it is. */
final class Pretty extends ObjectWriteContext.Base {

    private final PrettyPrinter printer;

    Pretty(int depth) {
        printer = new Indented(depth);
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
        return printer;
    }

    @Override
    public boolean hasPrettyPrinter() {
        return true;
    }

    private static final class Indented extends DefaultPrettyPrinter {

        private static final long serialVersionUID = 1L;
        private static final Separators SEPARATORS = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

        Indented(int depth) {
            super(SEPARATORS);
            indentObjectsWith(INDENTER);
            indentArraysWith(INDENTER);
            _nesting = depth;
        }
    }
}
