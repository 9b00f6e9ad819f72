// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A copy of this project's sources, without anything built, and its launcher. */
record Checkout(Path folder) {

    private static final Set<String> LEFT_OUT = Set.of("target", ".git");
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** What a finished process said and how it ended. */
    record Outcome(int exitCode, String out, String err) {}

    static Checkout copiedTo(Path folder) throws IOException {
        Files.walkFileTree(Reactor.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (LEFT_OUT.contains(String.valueOf(from.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(there(from));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                if (!LEFT_OUT.contains(String.valueOf(from.getFileName()))) {
                    Files.copy(from, there(from), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            private Path there(Path from) {
                return folder.resolve(Reactor.ROOT.relativize(from).toString());
            }
        });
        return new Checkout(folder);
    }

    Path launcher() {
        return folder.resolve("holdfast");
    }

    /** Starts {@code command} in a directory, with the variables of {@code environment} beside this process's. */
    Running start(Path directory, Map<String, String> environment, String... command) throws IOException {
        int run = RUNS.incrementAndGet();
        Path out = folder.resolveSibling("out" + run);
        Path err = folder.resolveSibling("err" + run);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    Outcome run(String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(launcher().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return start(folder, Map.of(), command).end();
    }

    /** A process, and the files that get what it says. */
    record Running(Process process, Path out, Path err) {

        Outcome end() throws Exception {
            int exitCode = process.waitFor();
            return new Outcome(exitCode, Files.readString(out), Files.readString(err));
        }
    }

    /** A directory of links to the named programs of the system: a PATH on which there is nothing else. */
    Path only(List<String> programs) throws IOException {
        Path bin = Files.createTempDirectory(folder.getParent(), "bin");
        for (String program : programs) {
            for (String parent : List.of("/usr/bin", "/bin")) {
                Path there = Path.of(parent, program);
                if (Files.exists(there) && Files.notExists(bin.resolve(program))) {
                    Files.createSymbolicLink(bin.resolve(program), there);
                }
            }
        }
        return bin;
    }
}
