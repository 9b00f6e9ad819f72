// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void textIsBrokenAtSpacesAndLosesOnlyThem() {
        String text = "words of a text that has no room in a line, ".repeat(5).strip();

        assertThat(Lines.wrap("   ok  ", text))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.length() <= Lines.WIDTH)
                .allMatch(line -> line.startsWith("       ") || line.startsWith("   ok  "))
                .extracting(line -> line.substring(7))
                .satisfies(parts -> assertThat(String.join(" ", parts)).isEqualTo(text));
    }

    @Test
    void aWordWithoutRoomIsCutAndNothingOfItIsLost() {
        String path = "/directory".repeat(20);

        assertThat(Lines.wrap("- ", path))
                .allMatch(line -> line.length() <= Lines.WIDTH)
                .extracting(line -> line.substring(2))
                .satisfies(parts -> assertThat(String.join("", parts)).isEqualTo(path));
    }

    @Test
    void aPathKeepsBothEnds() {
        String path = "first/" + "middle/".repeat(20) + "last";

        assertThat(Lines.squeeze("new  ", path))
                .hasSize(Lines.WIDTH)
                .startsWith("new  first/")
                .contains("...")
                .endsWith("/last");
        assertThat(Lines.squeeze("new  ", "short/path")).isEqualTo("new  short/path");
    }

    @Test
    void aClippedLineSaysThatItIs() {
        assertThat(Lines.clip("x".repeat(Lines.WIDTH))).hasSize(Lines.WIDTH).doesNotContain(".");
        assertThat(Lines.clip("x".repeat(Lines.WIDTH + 1))).hasSize(Lines.WIDTH).endsWith("x...");
    }
}
