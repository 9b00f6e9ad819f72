// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/**
 * Makes a document's next value of its current one. It is pure and may run again when another writer was faster.
 *
 * @param <T> the document's type
 * @param <X> what it throws; nothing is written then
 */
@FunctionalInterface
public interface DocumentFunction<T, X extends Exception> {

    /** The next value; never null. */
    T apply(T value) throws X;
}
