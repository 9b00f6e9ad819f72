// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** How a write ended. Both are certain: what may or may not have happened is an exception. */
public sealed interface Replacement {

    /** It is done; {@code revision} is now the current one. */
    record Replaced(Revision revision) implements Replacement {}

    /** Another revision than the expected one is current; nothing was changed. */
    record Conflict() implements Replacement {}
}
