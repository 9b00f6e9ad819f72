// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Which homes this JVM has open. The record is in the system properties, the one place that all class loaders share: a
 * second opening of the lock file would, when closed, drop every lock of the first.
 */
final class OpenHomes {

    private static final String PREFIX = "dev.holdfast.open:";

    private OpenHomes() {}

    /** @param root the real path */
    static void claim(Path root) {
        Properties homes = System.getProperties();
        if (homes.putIfAbsent(PREFIX + root, "open") != null) {
            throw new BusyException(new Problem(
                    "HF-0110",
                    "this home is already open in this JVM",
                    root.toString(),
                    "nothing was touched; the storage that has it open goes on",
                    "use that one, or close it first"));
        }
    }

    static void release(Path root) {
        System.getProperties().remove(PREFIX + root);
    }
}
