// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where gnome-keyring keeps its files. It replaces a file whole and syncs it, but not the directory: until that is synced
 * as well, a power cut may bring the file before back, without a key that was stored and with one that was deleted.
 *
 * @param path empty if nothing says where
 */
record KeyringDirectory(Optional<Path> path) {

    static KeyringDirectory of(Environment environment) {
        return new KeyringDirectory(environment
                .get("XDG_DATA_HOME")
                .or(() -> environment.get("HOME").map(home -> home + "/.local/share"))
                .map(data -> Path.of(data, "keyrings")));
    }

    /** Does nothing where there is no such directory, or none that this process may open: the keyring is another's then. */
    void sync() throws IOException {
        if (path.isPresent() && Files.isDirectory(path.get())) {
            sync(path.get());
        }
    }

    /** An interrupt closes the channel: it is waited out. */
    private static void sync(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!synced(directory)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean synced(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } catch (AccessDeniedException | NoSuchFileException e) {
            return true;
        }
    }
}
