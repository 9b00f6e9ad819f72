// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real disk, with a word before every call. */
abstract class WrappedDisk implements Disk {

    private final Disk inner = new RealDisk();

    /** Before a call; what this throws the caller gets, and the call does not happen. */
    abstract void before(String call, Path path) throws IOException;

    @Override
    public int user() throws IOException {
        return inner.user();
    }

    @Override
    public FileFacts stat(Path path) throws IOException {
        before("stat", path);
        return inner.stat(path);
    }

    @Override
    public boolean isStill(Path path, FileFacts found) throws IOException {
        before("isStill", path);
        return inner.isStill(path, found);
    }

    @Override
    public byte[] read(Path file, int limit) throws IOException {
        before("read", file);
        return inner.read(file, limit);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        before("list", directory);
        return inner.list(directory);
    }

    @Override
    public NewFile create(Path file) throws IOException {
        before("create", file);
        NewFile made = inner.create(file);
        return new NewFile() {
            @Override
            public void write(byte[] bytes) throws IOException {
                before("write", file);
                made.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                before("sync", file);
                made.sync();
            }

            @Override
            public void close() throws IOException {
                made.close();
                before("close", file);
            }
        };
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        before("copy", to);
        inner.copy(from, to);
    }

    @Override
    public void setTime(Path path, long micros) throws IOException {
        before("setTime", path);
        inner.setTime(path, micros);
    }

    @Override
    public void sync(Path file) throws IOException {
        before("sync", file);
        inner.sync(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        before("syncDirectory", directory);
        inner.syncDirectory(directory);
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        before("link", link);
        inner.link(link, existing);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before("rename", to);
        inner.rename(from, to);
    }

    @Override
    public void unlink(Path file) throws IOException {
        before("unlink", file);
        inner.unlink(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        before("makeDirectory", directory);
        inner.makeDirectory(directory);
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        before("deleteTree", directory);
        inner.deleteTree(directory);
    }

    @Override
    public boolean isShared(Path directory) throws IOException {
        return inner.isShared(directory);
    }

    @Override
    public LockFile openLocks(Path file) throws IOException {
        before("openLocks", file);
        LockFile locks = inner.openLocks(file);
        return new LockFile() {
            @Override
            public @Nullable FileLock tryLock(long position, LeaseMode mode) throws IOException {
                before("tryLock", file);
                return locks.tryLock(position, mode);
            }

            @Override
            public void close() throws IOException {
                locks.close();
            }
        };
    }
}
