// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {

    @Test
    void whatIsToBeSeenStays() {
        String text = "Grüße, 世界 \\n 👩‍🚀 می‌خواهم";
        assertThat(Plain.of(text)).isEqualTo(text);
    }

    @Test
    void whatATerminalWouldObeyIsShown() {
        assertThat(Plain.of("a\u001B[2Jb\u0007\u009B31m\u007F\0"))
                .isEqualTo("a\\u001B[2Jb\\u0007\\u009B31m\\u007F\\u0000");
    }

    @Test
    void aMessageIsOneLine() {
        assertThat(Plain.of("a\nb\r\nc\td\u2028e\u2029f\u0085g\u000Bh"))
                .isEqualTo("a\\nb\\r\\nc\\td\\u2028e\\u2029f\\u0085g\\u000Bh");
    }

    @Test
    void whatTurnsTheOrderOfReadingOrHidesIsShown() {
        assertThat(Plain.of("\u202Eevil\u2066\u200B\uFEFF\uD83D")).isEqualTo("\\u202Eevil\\u2066\\u200B\\uFEFF\\uD83D");
        assertThat(Plain.of(new StringBuilder().appendCodePoint(0xE0041).toString()))
                .isEqualTo("\\uE0041");
    }
}
