// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One watched scope: what its directory was when last looked at, and whom to tell what is different. */
final class Subscription implements Watch {

    private final Disk disk;
    private final Scope scope;
    private final Path directory;
    private final Consumer<BlobName> hint;
    private final Consumer<Subscription> onClose;
    private Map<String, FileFacts> known = Map.of();
    private volatile boolean closed;

    Subscription(Disk disk, Scope scope, Path directory, Consumer<BlobName> hint, Consumer<Subscription> onClose) {
        this.disk = disk;
        this.scope = scope;
        this.directory = directory;
        this.hint = hint;
        this.onClose = onClose;
    }

    Path directory() {
        return directory;
    }

    boolean isIn(Path place) {
        return directory.equals(place);
    }

    /** Takes the first look. Before the watcher's thread knows of this. */
    void begin() throws IOException {
        known = now();
    }

    /** Looks again and tells what changed. On the watcher's thread. */
    void look() throws IOException {
        Map<String, FileFacts> now = now();
        Set<String> changed = new HashSet<>(now.keySet());
        changed.addAll(known.keySet());
        changed.removeIf(name -> now.containsKey(name) && now.get(name).equals(known.get(name)));
        known = now;
        changed.forEach(this::tell);
    }

    private Map<String, FileFacts> now() throws IOException {
        Map<String, FileFacts> found = new HashMap<>();
        try {
            for (String file : disk.list(directory)) {
                consider(file, found);
            }
        } catch (NoSuchFileException e) {
            return found; // no scope, no blobs
        }
        return found;
    }

    private void consider(String file, Map<String, FileFacts> found) throws IOException {
        if (FileNames.decode(file).isPresent()) {
            FileFacts facts = Contents.lookAt(disk, directory.resolve(file));
            if (facts != null && facts.isFile()) {
                found.put(file, facts);
            }
        }
    }

    private void tell(String file) {
        if (closed) {
            return;
        }
        try {
            FileNames.decode(file).map(scope::blob).ifPresent(hint);
        } catch (RuntimeException | Error e) { // the thread has other listeners, and this one its next hint
            Log.LOGGER.log(System.Logger.Level.ERROR, "A listener to changes failed", e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.accept(this);
        }
    }
}
