// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {

    private static final String TEXT = "a secret text";

    @TempDir
    Path directory;

    private void write(byte[] content) throws IOException {
        Files.write(directory.resolve("file"), content);
    }

    private void assertFound() throws IOException {
        assertThat(Search.forAny("another", TEXT).in(directory)).containsExactly("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16"})
    void itFindsTextAmongOtherText(String charset) throws IOException {
        write(("before " + TEXT + " after").getBytes(Charset.forName(charset)));
        assertFound();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void itFindsTextInBase64WhateverStandsBeforeAndAfterIt(int before) throws IOException {
        for (int after = 0; after < 3; after++) {
            String line = "#".repeat(before) + TEXT + "#".repeat(after);
            write(Base64.getEncoder().encode(line.getBytes(StandardCharsets.UTF_8)));
            assertFound();
        }
    }

    @Test
    void itFindsTextInAFilesName() throws IOException {
        Files.writeString(directory.resolve(TEXT + ".txt"), "");
        assertThat(Search.forAny(TEXT).in(directory)).containsExactly(TEXT + ".txt");
    }

    @Test
    void itFindsNothingWhereThereIsNothing() throws IOException {
        write("a secret, but another text".getBytes(StandardCharsets.UTF_8));
        assertThat(Search.forAny(TEXT).in(directory)).isEmpty();
        assertThat(Search.forAny(TEXT).in(directory.resolve("absent"))).isEmpty();
    }

    @Test
    void aNeedleDoesNotShowItsText() {
        assertThat(Needle.of(TEXT)).noneMatch(needle -> needle.toString().contains("secret"));
    }
}
