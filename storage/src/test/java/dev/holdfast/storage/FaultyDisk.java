// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Function;

/** Fails one call, chosen by its number or its name. */
final class FaultyDisk extends WrappedDisk {

    /** What the system may answer at any call, as the JDK tells it. */
    enum Fault {
        NO_SPACE(path -> new FileSystemException(path.toString(), null, "No space left on device")),
        IO_ERROR(path -> new FileSystemException(path.toString(), null, "Input/output error")),
        NO_ACCESS(path -> new AccessDeniedException(path.toString())),
        TOO_MANY_FILES(path -> new FileSystemException(path.toString(), null, "Too many open files"));

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Function<Path, IOException> error;

        Fault(Function<Path, IOException> error) {
            this.error = error;
        }
    }

    private Fault fault = Fault.IO_ERROR;
    private int countdown;
    private String chosen = "";
    private String failed = "nothing";

    /** From now on the {@code nth} call fails, the first being number 1. */
    synchronized void failAt(int nth, Fault how) {
        fault = how;
        countdown = nth;
        failed = "nothing";
    }

    /** From now on the next call of this name fails, with an error of the disk. */
    synchronized void failAt(String call) {
        chosen = call;
        failAt(0, Fault.IO_ERROR);
    }

    /** Nothing fails any more; tells which call did. */
    synchronized String heal() {
        countdown = 0;
        chosen = "";
        return failed;
    }

    @Override
    synchronized void before(String call, Path path) throws IOException {
        if (call.equals(chosen) || (countdown > 0 && --countdown == 0)) {
            chosen = "";
            failed = call;
            throw fault.error.apply(path);
        }
    }
}
