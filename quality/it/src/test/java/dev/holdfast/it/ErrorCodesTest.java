// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each error code of the code has one row in docs/errors, and no row is of a code that is gone. */
class ErrorCodesTest {

    private static final Pattern CODE = Pattern.compile("HF-\\d{4}");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

    /** The first two digits of a module's codes. */
    private static final Map<String, String> SERIES = Map.ofEntries(
            Map.entry("storage", "01"),
            Map.entry("state", "02"),
            Map.entry("adapters/jackson", "02"),
            Map.entry("adapters/avaje", "02"),
            Map.entry("adapters/keyring", "03"),
            Map.entry("adapters/passphrase", "03"),
            Map.entry("adapters/sqlite", "06"),
            Map.entry("adapters/matrix", "08"),
            Map.entry("secrets", "03"),
            Map.entry("cache", "04"),
            Map.entry("core", "05"),
            Map.entry("tools/cli", "06"),
            Map.entry("tools/matrix", "08"),
            Map.entry("testkit", "01"));

    @Test
    void everyCodeIsExplainedOnceAndNoOther() throws IOException {
        Set<String> used =
                Reactor.units().stream().flatMap(ErrorCodesTest::codes).collect(Collectors.toSet());
        List<String> explained = rows().map(row -> row.get(0)).toList();
        assertThat(explained).doesNotHaveDuplicates();
        assertThat(without(used, explained))
                .as("codes without a row in docs/errors/*.md")
                .isEmpty();
        assertThat(without(explained, used))
                .as("rows in docs/errors/*.md of codes that are gone")
                .isEmpty();
    }

    private static Set<String> without(Collection<String> codes, Collection<String> others) {
        Set<String> rest = new TreeSet<>(codes);
        rest.removeAll(Set.copyOf(others));
        return rest;
    }

    @Test
    void everyRowSaysWhatHappenedWhatIsSafeAndWhatToDo() throws IOException {
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(4).noneMatch(String::isBlank));
    }

    @Test
    void everyModuleKeepsToItsSeriesOfCodes() {
        assertThat(Reactor.units()).allSatisfy(unit -> {
            Set<String> codes = codes(unit).collect(Collectors.toSet());
            assertThat(codes).allMatch(code -> code.startsWith("HF-" + SERIES.get(unit.folder())));
        });
    }

    private static Stream<String> codes(Reactor.Unit unit) {
        return Reactor.javaFiles(unit.sources()).stream()
                .map(file -> COMMENT.matcher(Reactor.text(file)).replaceAll(""))
                .flatMap(source -> CODE.matcher(source).results().map(MatchResult::group));
    }

    /** The cells of each row that begins with a code. */
    private static Stream<List<String>> rows() throws IOException {
        try (Stream<Path> pages = Files.list(Reactor.ROOT.resolve("docs/errors"))) {
            return pages.toList().stream()
                    .flatMap(page -> Reactor.text(page).lines())
                    .filter(line -> line.startsWith("| HF-"))
                    .map(line -> Stream.of(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList());
        }
    }
}
