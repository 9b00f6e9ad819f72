// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the modules show to each other and to users. A change of it is made on purpose, by changing an expected file. */
class ModulesTest {

    private static final Path EXPECTED = Path.of("src/test/resources/modules");

    @Test
    void everyFolderWithAPomIsPartOfTheBuild() {
        List<String> built = Pattern.compile("<module>(.+?)</module>")
                .matcher(Reactor.text(Reactor.ROOT.resolve("pom.xml")))
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
        assertThat(Reactor.folders()).containsExactlyInAnyOrderElementsOf(built);
    }

    @Test
    void everyModuleWithCodeHasAModuleInfo() {
        assertThat(Reactor.units())
                .allSatisfy(unit ->
                        assertThat(unit.sources().resolve("module-info.java")).exists());
    }

    @Test
    void noModuleExportsMoreThanOnePackageToUsers() {
        assertThat(descriptors())
                .isNotEmpty()
                .allSatisfy(module -> assertThat(module.exports().stream().filter(it -> !it.isQualified()))
                        .as(module.name())
                        .hasSizeLessThanOrEqualTo(1));
    }

    @TestFactory
    Stream<DynamicTest> theModuleIsAsExpected() {
        return descriptors().stream()
                .map(module -> dynamicTest(module.name(), () -> assertExpected(module.name(), describe(module))));
    }

    @Test
    void nothingIsExpectedOfAModuleThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(EXPECTED)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(descriptors().stream()
                            .map(module -> fileName(module.name()))
                            .toList());
        }
    }

    private static void assertExpected(String module, String actual) throws IOException {
        Path folder = Files.createDirectories(Reactor.TARGET.resolve("modules"));
        Path made = Files.writeString(folder.resolve(fileName(module)), actual);
        Path expected = EXPECTED.resolve(fileName(module));
        assertThat(actual)
                .as("what %s shows has changed. If that is meant: cd quality/it && cp %s %s", module, made, expected)
                .isEqualTo(Files.exists(expected) ? Reactor.text(expected) : "");
    }

    private static String fileName(String module) {
        return module + ".expected.txt";
    }

    private static List<ModuleDescriptor> descriptors() {
        Path[] classes = Reactor.units().stream().map(Reactor.Unit::classes).toArray(Path[]::new);
        return ModuleFinder.of(classes).findAll().stream()
                .map(ModuleReference::descriptor)
                .sorted()
                .toList();
    }

    /** Like {@code jar --describe-module}, in an order that does not change. */
    private static String describe(ModuleDescriptor module) {
        Stream<String> lines = Stream.of(
                        module.exports().stream().map(it -> "exports " + it.source() + to(it.targets())),
                        module.opens().stream().map(it -> "opens " + it.source() + to(it.targets())),
                        module.requires().stream().map(it -> "requires " + modifiers(it) + it.name()),
                        module.uses().stream().map(it -> "uses " + it),
                        module.provides().stream().map(it -> "provides " + it.service() + " with " + it.providers()))
                .flatMap(Stream::sorted);
        return lines.collect(Collectors.joining("\n", module.name() + "\n", "\n"));
    }

    private static String to(Set<String> targets) {
        return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
    }

    private static String modifiers(ModuleDescriptor.Requires requires) {
        return requires.modifiers().stream()
                .sorted()
                .map(it -> it.name().toLowerCase(Locale.ROOT) + " ")
                .collect(Collectors.joining());
    }
}
