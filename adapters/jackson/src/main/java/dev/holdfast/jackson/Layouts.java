// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import dev.holdfast.state.Layout;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/** Lays out a value that becomes a field of an object. */
final class Layouts {

    private Layouts() {}

    static ObjectWriteContext context(Layout layout) {
        return layout == Layout.COMPACT ? ObjectWriteContext.empty() : new Pretty();
    }

    /** For one value: a printer counts how deep it is. */
    private static final class Pretty extends ObjectWriteContext.Base {

        private final PrettyPrinter printer = new Indented();

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** One level deep from the beginning. */
    private static final class Indented extends DefaultPrettyPrinter {

        private static final long serialVersionUID = 1L;
        private static final Separators SEPARATORS = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

        Indented() {
            super(SEPARATORS);
            indentObjectsWith(INDENTER);
            indentArraysWith(INDENTER);
            _nesting = 1;
        }
    }
}
