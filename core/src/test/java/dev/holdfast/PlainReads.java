// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child process in C that reads a file as plainly as can be, many times whenever it is asked. */
final class PlainReads implements AutoCloseable {

    private static final String SOURCE = """
            #include <fcntl.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/stat.h>
            #include <time.h>
            #include <unistd.h>

            static long long cpu(void) {
                struct timespec t;
                clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
                return t.tv_sec * 1000000000LL + t.tv_nsec;
            }

            static int read_once(const char *path, char *room, size_t size) {
                struct stat found;
                int file = open(path, O_RDONLY | O_CLOEXEC);
                int bad = file < 0 || fstat(file, &found) || (size_t) found.st_size > size;
                return bad || read(file, room, found.st_size) != found.st_size || close(file);
            }

            int main(int count, char **arguments) {
                static char room[1 << 20];
                char turn;
                while (count == 3 && read(0, &turn, 1) == 1) {
                    long long start = cpu();
                    for (int i = atoi(arguments[2]); i > 0; i--) {
                        if (read_once(arguments[1], room, sizeof room)) return 1;
                    }
                    printf("%lld\\n", cpu() - start);
                    fflush(stdout);
                }
                return 0;
            }
            """;

    private final Process process;
    private final OutputStream turns;
    private final BufferedReader answers;
    private final int times;

    private PlainReads(Process process, int times) {
        this.process = process;
        this.turns = process.getOutputStream();
        this.answers = process.inputReader();
        this.times = times;
    }

    /**
     * Compiles it, which needs {@code cc}, and starts it.
     *
     * @param directory for the program
     */
    static PlainReads of(Path file, int times, Path directory) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("reads.c"), SOURCE);
        Path program = directory.resolve("reads");
        Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
            throw new IOException("cc does not compile " + source);
        }
        Process process = new ProcessBuilder(program.toString(), file.toString(), Integer.toString(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new PlainReads(process, times);
    }

    /** Reads, and tells what it took each time: its processor time, in microseconds. */
    double micros() throws IOException {
        turns.write('\n');
        turns.flush();
        return Double.parseDouble(answers.readLine()) / times / 1e3;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
