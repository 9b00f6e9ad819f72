// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.foreign.ForeignFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A session file as it lies on the disk: looked at before it is read, and removed. */
final class PlainFile {

    private static final int MAX_BYTES = 1 << 20;

    private final ForeignFile file;

    PlainFile(Path path) {
        this.file = ForeignFile.at(path);
    }

    Path path() {
        return file.path();
    }

    boolean isThere() {
        try {
            return file.isThere();
        } catch (IOException e) {
            throw ImportProblems.unreadable(path(), e);
        }
    }

    /** All of it; empty if it is not there any more. The caller wipes it. */
    Optional<byte[]> read() {
        try {
            requirePlain();
            return Optional.of(file.read(MAX_BYTES));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw ImportProblems.unreadable(path(), e);
        }
    }

    private void requirePlain() throws IOException {
        file.objection().ifPresent(what -> {
            throw ImportProblems.notPlain(path(), what);
        });
        if (!file.isOwn()) {
            throw ImportProblems.notPlain(path(), "another user's");
        }
        if (file.size() > MAX_BYTES) {
            throw ImportProblems.tooLarge(path(), file.size(), MAX_BYTES);
        }
    }

    /** Whether it is as it was read. */
    boolean stillHolds(byte[] content) {
        Optional<byte[]> now = read();
        boolean same = now.filter(bytes -> Arrays.equals(bytes, content)).isPresent();
        now.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        return same;
    }

    boolean isReadableByOthers() {
        try {
            return file.isReadableByOthers();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw ImportProblems.unreadable(path(), e);
        }
    }

    void delete() throws IOException {
        file.delete();
    }
}
