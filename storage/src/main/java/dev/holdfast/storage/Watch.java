// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** A subscription to hints. After {@link #close} returns no new hint begins. Closing twice does nothing. */
public interface Watch extends AutoCloseable {

    @Override
    void close();
}
