// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.LogoutReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Proves that a log-out left nothing: no file or directory of the account, no secret or text of the user in any file of
 * the home, no file of the account open in this process (where the system tells), no cache that was not cleared, no step
 * still to be done.
 *
 * <pre>{@code
 * Leaks.after(account.logOut()).assertNone("secret-token", "draft text");
 * }</pre>
 */
public final class Leaks {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Held by the open home: reading it, and closing it again, would drop the home's locks. */
    private static final String LOCK = "lock";

    private final LogoutReceipt receipt;

    private Leaks(LogoutReceipt receipt) {
        this.receipt = receipt;
    }

    /** What a log-out may have left. */
    public static Leaks after(LogoutReceipt receipt) {
        return new Leaks(receipt);
    }

    /**
     * A line for each file below a directory that has one of the texts in it or in its name; texts are named by their place
     * in the argument list, not shown. For what an app writes while somebody is signed in: its home, its logs, its
     * temporary files.
     *
     * @param texts what no file may contain: as UTF-8, UTF-16, Base64 or hexadecimal digits
     */
    public static List<String> below(Path directory, String... texts) {
        List<String> left = new ArrayList<>();
        Needles needles = new Needles(List.of(texts));
        walk(directory, path -> search(path, needles, left));
        return left;
    }

    /**
     * Fails with a line for each thing that is left.
     *
     * @param texts what no file may contain: as UTF-8, UTF-16, Base64 or hexadecimal digits
     * @throws AssertionError if anything is left
     */
    public void assertNone(String... texts) {
        List<String> left = find(texts);
        if (!left.isEmpty()) {
            throw new AssertionError("After log-out there is left:\n  " + String.join("\n  ", left));
        }
    }

    /** A line for each thing that is left; texts are named by their place in the argument list, not shown. */
    public List<String> find(String... texts) {
        List<String> left = new ArrayList<>();
        receipt.pending().forEach(step -> left.add("step not done: " + step.name() + ": " + step.detail()));
        Needles needles = new Needles(List.of(texts));
        receipt.places()
                .forEach(place -> walk(place, path -> {
                    name(path, left);
                    search(path, needles, left);
                }));
        openFiles().forEach(file -> left.add("open: " + file));
        return left;
    }

    private void name(Path path, List<String> left) {
        if (path.toString().contains(receipt.incarnation())) {
            left.add("path: " + path);
        }
    }

    private static void search(Path path, Needles needles, List<String> left) {
        needles.foundIn(path.getFileName().toString()).forEach(which -> left.add("name: " + path + ": " + which));
        if (isSearched(path)) {
            needles.foundIn(content(path)).forEach(which -> left.add("file: " + path + ": " + which));
        }
    }

    private static void walk(Path directory, Consumer<Path> visitor) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.forEach(visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSearched(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !path.endsWith(LOCK);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> openFiles() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.flatMap(Leaks::target)
                    .filter(target -> target.toString().contains(receipt.incarnation()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where an open file leads; it may have been closed since the list was made. */
    private static Stream<Path> target(Path open) {
        try {
            return Stream.of(Files.readSymbolicLink(open));
        } catch (IOException e) {
            return Stream.of();
        }
    }
}
