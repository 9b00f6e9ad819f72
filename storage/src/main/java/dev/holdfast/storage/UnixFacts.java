// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What POSIX systems tell of a file, by numbers: names of users would each cost a search of the user database. */
final class UnixFacts {

    private static final String WANTED = "unix:mode,uid,ino,fileKey,size,lastModifiedTime";
    private static final Path SELF = Path.of("/proc/self");
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int PERMISSIONS = 07777;

    private UnixFacts() {}

    static FileFacts of(Path path) throws IOException {
        Map<String, Object> all = Files.readAttributes(path, WANTED, NOFOLLOW_LINKS);
        int mode = (int) number(all, "mode");
        return new FileFacts(
                kind(mode & TYPE),
                mode & PERMISSIONS,
                (int) number(all, "uid"),
                number(all, "ino"),
                all.get("fileKey"),
                number(all, "size"),
                ((FileTime) value(all, "lastModifiedTime")).to(TimeUnit.MICROSECONDS));
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) value(all, name)).longValue();
    }

    private static Object value(Map<String, Object> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static FileFacts.Kind kind(int type) {
        return switch (type) {
            case REGULAR -> FileFacts.Kind.FILE;
            case DIRECTORY -> FileFacts.Kind.DIRECTORY;
            case LINK -> FileFacts.Kind.LINK;
            default -> FileFacts.Kind.OTHER;
        };
    }

    /** Whoever owns this process's entry in {@code /proc}; elsewhere whoever owns a file that we make. */
    static int user() throws IOException {
        if (Files.exists(SELF)) {
            return (int) Files.getAttribute(SELF, "unix:uid");
        }
        Path probe = Files.createTempFile("holdfast", null);
        try {
            return (int) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }
}
