// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a place in the file system tells, symbolic links not followed.
 *
 * @param mode the permission bits; 0 where the system has none
 * @param owner the owner's number; 0 where the system has none
 * @param inode the file's own number; 0 where the system has none
 * @param key what the JDK knows the file by; equal to no other file's, null where the system has none
 * @param micros the time of the last modification, in microseconds since 1970
 */
record FileFacts(
        Kind kind,
        int mode,
        int owner,
        long inode,
        @Nullable Object key,
        long size,
        long micros) {

    /** What is there. */
    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /** A pipe, socket or device. */
        OTHER
    }

    private static final int GROUP_AND_OTHERS = 077;

    boolean isFile() {
        return kind == Kind.FILE;
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    boolean isOpenToOthers() {
        return (mode & GROUP_AND_OTHERS) != 0;
    }

    Instant modified() {
        return instant(micros);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
