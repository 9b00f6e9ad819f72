// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/** How JSON is laid out. Whitespace carries no meaning: either reads as the other. */
public enum Layout {
    /** No whitespace at all. */
    COMPACT,
    /** A line for each field and element, indented by two spaces. */
    PRETTY
}
