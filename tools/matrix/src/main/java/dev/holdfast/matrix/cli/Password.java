// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.secrets.SecretString;
import java.io.Console;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the password comes from. Never from an argument or the environment, which others can see. */
final class Password {

    private static final int MAX_BYTES = 4096;

    @Option(
            names = "--password-fd",
            paramLabel = "N",
            description = "Read the password from this file descriptor, one line. Otherwise: from a prompt.")
    private Optional<Integer> descriptor = Optional.empty();

    /** @param user whom a prompt names */
    SecretString read(CommandLine command, String user) {
        return descriptor.map(Password::fromDescriptor).orElseGet(() -> fromPrompt(command, user));
    }

    /** In JDK 22 to 24 there is a console without a terminal, too; it reads stdin. */
    @SuppressWarnings("SystemConsoleNull")
    private static SecretString fromPrompt(CommandLine command, String user) {
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(command, "There is no terminal to ask for the password: use --password-fd.");
        }
        char[] typed = console.readPassword("Password of %s: ", Plain.of(user));
        return secret(typed == null ? new char[0] : typed, "the prompt");
    }

    private static SecretString fromDescriptor(int number) {
        String where = "file descriptor " + number;
        try (InputStream in = number == 0 ? System.in : new FileInputStream("/dev/fd/" + number)) {
            return firstLine(in, where);
        } catch (CharacterCodingException e) {
            throw Problems.noPassword(where, "it is no UTF-8");
        } catch (IOException e) {
            throw Problems.noPassword(where, "nothing can be read");
        }
    }

    /** Reads no further than the line. */
    static SecretString firstLine(InputStream in, String where) throws IOException {
        byte[] line = new byte[MAX_BYTES];
        try {
            int length = readLine(in, line, where);
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length));
            char[] chars = Arrays.copyOf(text.array(), text.limit());
            Arrays.fill(text.array(), '\0');
            return secret(chars, where);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** Returns how long the line is, without its end. */
    private static int readLine(InputStream in, byte[] line, String where) throws IOException {
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == line.length) {
                throw Problems.noPassword(where, "the line is longer than " + MAX_BYTES + " bytes");
            }
            line[length++] = (byte) next;
        }
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    private static SecretString secret(char[] chars, String where) {
        if (chars.length == 0) {
            throw Problems.noPassword(where, "it is empty");
        }
        if (CharBuffer.wrap(chars).chars().anyMatch(Character::isISOControl)) {
            throw Problems.noPassword(where, "it has characters that nobody can type");
        }
        try {
            return SecretString.copyOf(chars);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }
}
