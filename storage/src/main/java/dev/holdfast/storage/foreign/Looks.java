// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.foreign;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What a place holds, symbolic links not followed and nothing opened. */
final class Looks {

    private static final String UNIX = "unix";
    private static final Path SELF = Path.of("/proc/self");
    private static final int OTHERS_MAY_READ = 044;

    private Looks() {}

    static Optional<BasicFileAttributes> at(Path place) throws IOException {
        try {
            return Optional.of(Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What it is instead of a file or directory; empty if it is one of these. */
    static Optional<String> oddity(BasicFileAttributes facts) {
        if (facts.isSymbolicLink()) {
            return Optional.of("a symbolic link");
        }
        return facts.isRegularFile() || facts.isDirectory()
                ? Optional.empty()
                : Optional.of("a pipe, socket or device");
    }

    /** Whether a file can be changed under another name, as far as the system tells. */
    static boolean hasOtherNames(Path file) throws IOException {
        return isUnix(file) && number(file, "nlink") > 1;
    }

    /** Whether it belongs to the user of this process; true where the system does not tell. */
    static boolean isOwn(Path place) throws IOException {
        return !isUnix(place)
                || !Files.exists(SELF)
                || number(place, "uid") == (int) Files.getAttribute(SELF, UNIX + ":uid");
    }

    /** Whether its mode lets other users read it; false where the system has none. */
    static boolean isReadableByOthers(Path file) throws IOException {
        return isUnix(file) && (number(file, "mode") & OTHERS_MAY_READ) != 0;
    }

    private static int number(Path place, String attribute) throws IOException {
        return ((Number) Files.getAttribute(place, UNIX + ":" + attribute, NOFOLLOW_LINKS)).intValue();
    }

    static boolean isUnix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains(UNIX);
    }
}
