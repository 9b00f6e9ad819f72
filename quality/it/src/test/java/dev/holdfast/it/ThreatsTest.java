// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on security names tests; they are there. */
class ThreatsTest {

    private static final String PAGE = "docs/security.md";

    /** A class and a method of it. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|Contract))\\.(\\w+)`");

    private static final Pattern ANNOTATION = Pattern.compile("@\\w*Test(Factory)?\\b");

    @ParameterizedTest
    @ValueSource(strings = {PAGE, "docs/decisions/2026-11-28-threats-and-mutations.md"})
    void everyTestThatIsNamedExists(String page) {
        Map<String, List<Path>> sources = sources();
        Set<String> named = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        TEST.matcher(text(page)).results().forEach(test -> {
            named.add(test.group());
            if (sources.getOrDefault(test.group(1) + ".java", List.of()).stream()
                    .noneMatch(source -> hasTest(source, test.group(2)))) {
                missing.add(test.group());
            }
        });
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyThreatHasATest() {
        String threats = text(PAGE).split("\n## ", -1)[2];
        List<String> bullets = Stream.of(threats.split("\n(?=- |#)", -1))
                .filter(each -> each.startsWith("- "))
                .toList();
        assertThat(bullets)
                .hasSizeGreaterThan(20)
                .allSatisfy(threat -> assertThat(TEST.matcher(threat).results().map(MatchResult::group))
                        .isNotEmpty());
    }

    /** By file name: several modules may have a class of one name. */
    private static Map<String, List<Path>> sources() {
        return Stream.of("src/test/java", "src/main/java")
                .flatMap(kind -> Reactor.folders().stream()
                        .map(folder -> Reactor.ROOT.resolve(folder).resolve(kind)))
                .filter(folder -> folder.toFile().isDirectory())
                .flatMap(folder -> Reactor.javaFiles(folder).stream())
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    }

    /** The annotations of a method are in the lines right above it. */
    private static boolean hasTest(Path source, String method) {
        return Stream.of(Reactor.text(source).split("\n\n"))
                .filter(member -> member.contains(" " + method + "("))
                .anyMatch(member -> ANNOTATION.matcher(member).find());
    }

    private static String text(String page) {
        return Reactor.text(Reactor.ROOT.resolve(page));
    }
}
