// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An object or array on the way to where an adapter is. */
final class Frame {

    private static final String ANY = "*";

    private final @Nullable Frame outer;
    private final @Nullable Names names;
    private final BitSet seen = new BitSet();
    private @Nullable String step;
    private int last = -1;
    private int strangers;

    /** @param names of the components of a record; null for arrays and maps */
    Frame(@Nullable Frame outer, @Nullable Names names) {
        this.outer = outer;
        this.names = names;
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
        seen.set(number);
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
        return names == null || seen.cardinality() == names.size();
    }

    /** The first name that others have and this has not. */
    Optional<String> lacks(Frame others) {
        return first(others.seen, seen);
    }

    /** The first name that this has not. */
    Optional<String> lacks() {
        BitSet all = new BitSet();
        all.set(0, names == null ? 0 : names.size());
        return first(all, seen);
    }

    private Optional<String> first(BitSet wanted, BitSet there) {
        Names known = names;
        return known == null
                ? Optional.empty()
                : IntStream.range(0, known.size())
                        .filter(number -> wanted.get(number) && !there.get(number))
                        .mapToObj(known::text)
                        .findFirst();
    }
}
