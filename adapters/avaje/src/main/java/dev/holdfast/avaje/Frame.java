// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An object or array on the way to where an adapter is. */
final class Frame {

    private static final String ANY = "*";

    private final @Nullable Frame outer;
    private final @Nullable Names names;
    private final boolean[] seen;
    private int count;
    private @Nullable String step;
    private int last = -1;
    private int strangers;

    /** @param names of the components of a record; null for arrays and maps */
    Frame(@Nullable Frame outer, @Nullable Names names) {
        this.outer = outer;
        this.names = names;
        seen = new boolean[names == null ? 0 : names.size()];
    }

    @Nullable
    Frame outer() {
        return outer;
    }

    @Nullable
    Names names() {
        return names;
    }

    /** The name of the component that is looked at; {@code "*"} for a key or an element; null before the first. */
    @Nullable
    String step() {
        return step;
    }

    void toElement() {
        step = ANY;
    }

    void toComponent(int number) {
        last = number;
        count += seen[number] ? 0 : 1;
        seen[number] = true;
        step = names == null ? ANY : names.text(number);
    }

    void toField(String name) {
        int number = names == null ? -1 : names.find(name, last + 1);
        if (number >= 0) {
            toComponent(number);
        } else {
            strangers++;
            toElement();
        }
    }

    /** The field that is looked at is of no use. */
    void skips() {
        strangers--;
    }

    /** Whether fields of other names were made use of. */
    boolean hasStrangers() {
        return strangers > 0;
    }

    boolean isComplete() {
        return count == seen.length;
    }

    /** The first name that this has not. */
    Optional<String> lacks() {
        return first(number -> !seen[number]);
    }

    /** The first name that another of the same names has and this has not. */
    Optional<String> lacks(Frame other) {
        return first(number -> other.seen[number] && !seen[number]);
    }

    private Optional<String> first(IntPredicate condition) {
        Names known = names;
        return known == null
                ? Optional.empty()
                : IntStream.range(0, seen.length)
                        .filter(condition)
                        .mapToObj(known::text)
                        .findFirst();
    }
}
