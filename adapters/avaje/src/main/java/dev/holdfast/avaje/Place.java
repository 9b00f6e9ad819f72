// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a value adapters are. Used by one thread, for one value. */
final class Place {

    private @Nullable Frame innermost;
    private @Nullable Frame left;

    /** The object or array that adapters are in; null outside. */
    @Nullable
    Frame innermost() {
        return innermost;
    }

    Frame enter(@Nullable Names names) {
        Frame frame = new Frame(innermost, names);
        innermost = frame;
        return frame;
    }

    /** @throws IllegalStateException if adapters are in none */
    Frame current() {
        Frame frame = innermost;
        if (frame == null) {
            throw new IllegalStateException("The adapter is in no object and no array");
        }
        return frame;
    }

    void leave() {
        left = current();
        innermost = left.outer();
    }

    /** The last object that was left, if it stood in this one. */
    @Nullable
    Frame leftIn(@Nullable Frame outer) {
        Frame frame = left;
        return frame != null && frame.outer() == outer ? frame : null;
    }

    void forget() {
        left = null;
    }

    /** The way from the root. */
    List<String> path() {
        Deque<String> path = new ArrayDeque<>();
        for (Frame frame = innermost; frame != null; frame = frame.outer()) {
            String step = frame.step();
            if (step != null) {
                path.addFirst(step);
            }
        }
        return List.copyOf(path);
    }

    /** What is wrong with a component of the object that was left. */
    CodecException at(Kind kind, String name, String detail) {
        Deque<String> path = new ArrayDeque<>(path());
        path.addLast(name);
        return new CodecException(kind, List.copyOf(path), detail);
    }
}
