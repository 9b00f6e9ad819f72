// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands to their end and tells what they took, by a small program in C: the JDK does not tell it of children. */
final class ProcessTimes {

    private static final String SOURCE = """
            #include <stdio.h>
            #include <sys/resource.h>
            #include <sys/time.h>
            #include <sys/wait.h>
            #include <time.h>
            #include <unistd.h>

            static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

            int main(int count, char **arguments) {
                struct timespec start, end;
                struct rusage used;
                int status = 1;
                clock_gettime(CLOCK_MONOTONIC, &start);
                pid_t child = fork();
                if (child == 0) {
                    execv(arguments[1], arguments + 1);
                    _exit(127);
                }
                wait4(child, &status, 0, &used);
                clock_gettime(CLOCK_MONOTONIC, &end);
                printf("%f %f\\n", seconds(used.ru_utime) + seconds(used.ru_stime),
                        (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9);
                return status != 0;
            }
            """;

    private final Path program;

    /**
     * Compiles it, which needs {@code cc}.
     *
     * @param directory for the program
     */
    ProcessTimes(Path directory) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("times.c"), SOURCE);
        program = directory.resolve("times");
        ProcessBuilder compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString());
        if (compiler.inheritIO().start().waitFor() != 0) {
            throw new IOException("cc does not compile " + source);
        }
    }

    /**
     * What a command took, user and system, and from its start to its end.
     *
     * @param cpu in seconds
     * @param wall in seconds
     */
    record Times(double cpu, double wall) {}

    /** The command prints nothing. */
    Times run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of(program.toString()));
        timed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(timed).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader()) {
            String[] told = out.readLine().split(" ", -1);
            if (process.waitFor() != 0) {
                throw new IOException("Failed: " + command);
            }
            return new Times(Double.parseDouble(told[0]), Double.parseDouble(told[1]));
        }
    }
}
