// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "settings.json, settings.json",
        "a_b-c.0, a_b-c.0",
        "Settings, %53ettings",
        ".hidden, %2ehidden",
        "trailing., trailing%2e",
        "., %2e",
        "../x, %2e.%2fx",
        "con, %63on",
        "con.json, %63on.json",
        "lpt9.a.b, %6cpt9.a.b",
        "console, console",
        "lock, %6cock",
        "lock.json, lock.json",
        "a~1, a%7e1",
        "50%, 50%25",
        "é, %c3%a9",
    })
    void aNameIsEncodedAndDecoded(String name, String file) {
        assertThat(FileNames.encode(name)).isEqualTo(file);
        assertThat(FileNames.decode(file)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a~1", "A", "con", "lock", ".hidden", "%4", "%", "%zz", "%C3%A9", "%c3", "a b", ""})
    void aFileThatNoNameIsEncodedToIsNoBlob(String file) {
        assertThat(FileNames.decode(file).filter(name -> !name.isEmpty())).isEmpty();
    }

    @Test
    void theLongestNameFitsEverywhereWithItsGenerations() {
        String file = FileNames.encode("\u0000".repeat(BlobName.MAX_BYTES));
        assertThat((file + "~" + Long.MAX_VALUE + "~pin").length()).isLessThanOrEqualTo(255);
    }

    @Test
    void noFileNameHasACapitalOrAColon() {
        String all = "AZ:*?\"<>|\\/\u0000 \t";
        String file = FileNames.encode(all);
        assertThat(file).isEqualTo(file.toLowerCase(Locale.ROOT)).matches("[a-z0-9._%-]+");
    }
}
