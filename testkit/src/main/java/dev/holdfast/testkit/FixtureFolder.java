// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that belong to one schema. */
final class FixtureFolder {

    private static final Pattern FIXTURE = Pattern.compile("v([1-9][0-9]{0,8})(-[A-Za-z0-9_-]+)?\\.json");
    private static final String ALLOWED = "[A-Za-z0-9_.-]";

    /**
     * A stored document.
     *
     * @param file its name
     * @param version of the schema that stored it
     */
    record Fixture(String file, int version) {

        /** The file that says what the newest version makes of it. */
        String loaded() {
            return file.substring(0, file.length() - ".json".length()) + ".loaded.json";
        }
    }

    private final Path path;

    private FixtureFolder(Path path) {
        this.path = path;
    }

    static FixtureFolder of(Path directory, String schema) {
        return new FixtureFolder(directory.resolve(fileName(schema)));
    }

    /** A name for a file anywhere: what is not plain, and a dot in front, as {@code %} and hexadecimal digits. */
    private static String fileName(String schema) {
        StringBuilder name = new StringBuilder();
        for (byte octet : schema.getBytes(StandardCharsets.UTF_8)) {
            String character = String.valueOf((char) (octet & 0xFF));
            boolean plain = character.matches(ALLOWED) && !(name.isEmpty() && character.equals("."));
            name.append(plain ? character : "%%%02X".formatted(octet & 0xFF));
        }
        return name.toString();
    }

    /** What the initial value of a version is called, and the samples behind it. */
    static Fixture fixture(int version, int number) {
        return new Fixture("v" + version + (number == 0 ? "" : "-" + number) + ".json", version);
    }

    /** The stored documents that are there, by name. */
    List<Fixture> fixtures() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> FIXTURE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> new Fixture(name.group(), Integer.parseInt(name.group(1))))
                    .sorted((one, other) -> one.file().compareTo(other.file()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<byte[]> read(String file) {
        try {
            return Optional.of(Files.readAllBytes(path.resolve(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, byte[] content) {
        try {
            Files.createDirectories(path);
            Files.write(path.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
