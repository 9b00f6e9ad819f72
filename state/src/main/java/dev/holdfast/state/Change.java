// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change that memory shows and that waits to be saved, after those that came before it. It holds no value: a thousand
 * changes of a large document are a thousand functions.
 */
final class Change<T> {

    private final @Nullable Change<T> earlier;
    private final UnaryOperator<T> function;
    private final int count;

    Change(@Nullable Change<T> earlier, UnaryOperator<T> function) {
        this.earlier = earlier;
        this.function = function;
        this.count = earlier == null ? 1 : earlier.count + 1;
    }

    /** How many changes wait, this one included. */
    int count() {
        return count;
    }

    UnaryOperator<T> function() {
        return function;
    }

    /**
     * The functions of the changes that came after one, oldest first.
     *
     * @param done null for all of them
     */
    @SuppressWarnings("ReferenceEquality") // a change is itself alone
    static <T> Deque<UnaryOperator<T>> between(@Nullable Change<T> done, @Nullable Change<T> last) {
        Deque<UnaryOperator<T>> functions = new ArrayDeque<>();
        for (Change<T> each = last; each != null && each != done; each = each.earlier) {
            functions.push(each.function);
        }
        return functions;
    }
}
