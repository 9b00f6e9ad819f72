// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The machine's own files, where somebody is asked before each change. */
final class WatchedFiles extends FileSystemProvider {

    /** Is asked before a change: may wait, do something else first, or refuse. */
    interface Watcher {
        void before(String change) throws IOException;
    }

    private final Watcher watcher;
    private final FileSystem system = new WatchedSystem(this);

    private WatchedFiles(Watcher watcher) {
        this.watcher = watcher;
    }

    /** A path, and all that is derived from it, whose changes are watched. */
    static Path watch(Path path, Watcher watcher) {
        return new WatchedFiles(watcher).wrapped(path);
    }

    private Path wrapped(Path real) {
        return (Path) Proxy.newProxyInstance(
                WatchedFiles.class.getClassLoader(), new Class<?>[] {Path.class}, new Watched(real));
    }

    /** Does what the machine's own path does, in our file system. */
    private final class Watched implements InvocationHandler {

        private final Path real;

        Watched(Path real) {
            this.real = real;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return system;
            }
            Object[] unwrapped = arguments == null
                    ? new Object[0]
                    : Arrays.stream(arguments).map(WatchedFiles::unwrapped).toArray();
            try {
                Object result = method.invoke(real, unwrapped);
                return result instanceof Path path ? wrapped(path) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static Object unwrapped(Object argument) {
        return argument instanceof Proxy && Proxy.getInvocationHandler(argument) instanceof Watched watched
                ? watched.real
                : argument;
    }

    private static Path real(Path path) {
        return (Path) unwrapped(path);
    }

    private static FileSystemProvider of(Path path) {
        return real(path).getFileSystem().provider();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (options.contains(StandardOpenOption.WRITE)) {
            watcher.before("create");
        }
        return of(path).newByteChannel(real(path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        watcher.before("sync");
        return of(path).newFileChannel(real(path), options, attributes);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        watcher.before("move");
        of(source).move(real(source), real(target), options);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        watcher.before("copy");
        of(source).copy(real(source), real(target), options);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        watcher.before("link");
        of(link).createLink(real(link), real(existing));
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        watcher.before("create directory");
        of(directory).createDirectory(real(directory), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        watcher.before("delete");
        of(path).delete(real(path));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        watcher.before("set attribute");
        of(path).setAttribute(real(path), attribute, value, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return of(path).readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return of(path).readAttributes(real(path), attributes, options);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return of(path).getFileAttributeView(real(path), type, options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return new Entries(of(directory).newDirectoryStream(real(directory), filter));
    }

    /** What is in a directory, watched as well. */
    private final class Entries implements DirectoryStream<Path> {

        private final DirectoryStream<Path> real;

        Entries(DirectoryStream<Path> real) {
            this.real = real;
        }

        @Override
        public Iterator<Path> iterator() {
            return StreamSupport.stream(real.spliterator(), false)
                    .map(WatchedFiles.this::wrapped)
                    .iterator();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return Files.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return of(path).isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return of(path).getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        of(path).checkAccess(real(path), modes);
    }

    @Override
    public String getScheme() {
        return "watched";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> options) {
        return system;
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return wrapped(Path.of(uri));
    }
}
