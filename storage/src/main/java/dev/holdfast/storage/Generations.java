// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The earlier revisions of one blob, as the directory listed them: {@code NAME~<number>}, and {@code NAME~<number>~pin}
 * for those that are kept for good. The number is the revision's time, so that numbers increase along the line.
 */
final class Generations {

    private static final String PIN = FileNames.MARK + "pin";
    private static final Pattern SUFFIX = Pattern.compile("([1-9][0-9]{0,17}|0)(" + PIN + ")?");

    private final Path directory;
    private final String prefix;
    private final NavigableMap<Long, Path> plain = new TreeMap<>();
    private final NavigableMap<Long, Path> pinned = new TreeMap<>();
    private final List<Path> strays = new ArrayList<>();

    private Generations(Path directory, String prefix) {
        this.directory = directory;
        this.prefix = prefix;
    }

    /** The generations of the blob that has this file; none if there is no such directory. */
    static Generations list(Disk disk, Path directory, String file) throws IOException {
        Generations found = new Generations(directory, file + FileNames.MARK);
        try {
            disk.list(directory).forEach(found::consider);
        } catch (NoSuchFileException e) {
            return found;
        }
        return found;
    }

    private void consider(String name) {
        if (name.equals(prefix + FileNames.TEMP) || name.equals(prefix + FileNames.COPY)) {
            strays.add(directory.resolve(name));
        } else if (name.startsWith(prefix)) {
            Matcher suffix = SUFFIX.matcher(name).region(prefix.length(), name.length());
            if (suffix.matches()) {
                (suffix.group(2) == null ? plain : pinned).put(Long.valueOf(suffix.group(1)), directory.resolve(name));
            }
        }
    }

    /** The current file of the blob that this file is a generation of; empty if it is none. */
    static Optional<String> blobOf(String file) {
        int mark = file.indexOf(FileNames.MARK);
        return mark >= 0 && SUFFIX.matcher(file).region(mark + 1, file.length()).matches()
                ? Optional.of(file.substring(0, mark))
                : Optional.empty();
    }

    /** Where a generation of this number would be. */
    static List<Path> candidates(Line line, long number) {
        Generations any = new Generations(line.directory(), line.file() + FileNames.MARK);
        return List.of(any.plainPath(number), any.pinnedPath(number));
    }

    Path plainPath(long number) {
        return directory.resolve(prefix + number);
    }

    Path pinnedPath(long number) {
        return directory.resolve(prefix + number + PIN);
    }

    boolean isPinned(long number) {
        return pinned.containsKey(number);
    }

    /** The files of one number: none, one, or, after a crash, two. */
    List<Path> files(long number) {
        List<Path> files = new ArrayList<>();
        if (pinned.containsKey(number)) {
            files.add(pinnedPath(number));
        }
        if (plain.containsKey(number)) {
            files.add(plainPath(number));
        }
        return files;
    }

    /** All numbers, the newest first. */
    List<Long> numbers() {
        NavigableMap<Long, Path> all = new TreeMap<>(plain);
        all.putAll(pinned);
        return List.copyOf(all.descendingKeySet());
    }

    /**
     * All files, the oldest first, so that a half-done deletion leaves the newest; before them what killed writers left
     * half-done.
     */
    List<Path> files() {
        List<Path> files = new ArrayList<>(strays);
        files.addAll(plain.values());
        files.addAll(pinned.values());
        return files;
    }

    void add(long number) {
        plain.put(number, plainPath(number));
    }

    void pin(long number) {
        plain.remove(number);
        pinned.put(number, pinnedPath(number));
    }

    void remove(long number) {
        plain.remove(number);
        pinned.remove(number);
    }

    void clear() {
        strays.clear();
        plain.clear();
        pinned.clear();
    }

    /** Takes out the oldest of those that are not pinned, beyond {@code limit}. */
    List<Path> takeSurplus(int limit) {
        List<Path> surplus = new ArrayList<>();
        while (plain.size() > limit) {
            surplus.add(plain.pollFirstEntry().getValue());
        }
        return surplus;
    }
}
