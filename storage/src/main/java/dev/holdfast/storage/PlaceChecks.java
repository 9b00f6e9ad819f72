// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Refuses places that others could read, change or exchange, before anything is opened. */
final class PlaceChecks {

    private static final String SAFE = "nothing was opened or changed";

    private final int user;

    PlaceChecks(Disk disk) throws IOException {
        this.user = disk.user();
    }

    /** @throws UnsafePlaceException unless this is a directory of our own that nobody else may enter */
    void requirePrivateDirectory(Path path, FileFacts facts) {
        requireOwnDirectory(path, facts);
        if (facts.isOpenToOthers()) {
            throw unsafe("HF-0113", "others may enter this directory", path, "chmod 700 " + quoted(path));
        }
    }

    /** @throws UnsafePlaceException unless this is a directory of our own */
    void requireOwnDirectory(Path path, FileFacts facts) {
        if (!facts.isDirectory()) {
            throw unsafe(
                    "HF-0111",
                    "this is not a directory but " + kind(facts),
                    path,
                    "move it away, or name the directory itself");
        }
        requireOwner(path, facts);
    }

    /** @throws UnsafePlaceException unless this is a plain file of our own; a second name for it is legal */
    void requireOwnFile(Path path, FileFacts facts) {
        if (!facts.isFile()) {
            throw unsafe("HF-0114", "this is not a plain file but " + kind(facts), path, "move it away");
        }
        requireOwner(path, facts);
    }

    private void requireOwner(Path path, FileFacts facts) {
        if (facts.owner() != user) {
            throw unsafe(
                    "HF-0112",
                    "this belongs to another user (number " + facts.owner() + ")",
                    path,
                    "chown " + user + " " + quoted(path) + " if it is yours, else move it away");
        }
    }

    private static String kind(FileFacts facts) {
        return switch (facts.kind()) {
            case FILE -> "a file";
            case DIRECTORY -> "a directory";
            case LINK -> "a symbolic link";
            case OTHER -> "a pipe, socket or device";
        };
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    private static UnsafePlaceException unsafe(String code, String what, Path path, String advice) {
        return new UnsafePlaceException(new Problem(code, what, path.toString(), SAFE, advice));
    }
}
