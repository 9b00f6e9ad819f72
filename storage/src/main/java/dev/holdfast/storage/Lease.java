// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** A hold on something, until closed or until the process ends. Closing twice does nothing; any thread may close. */
public interface Lease extends AutoCloseable {

    @Override
    void close();
}
