// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The compiled classes of all modules, and which folder each package is from. */
final class Code {

    private final JavaClasses classes;
    private final Map<String, String> folders;

    private Code(JavaClasses classes, Map<String, String> folders) {
        this.classes = classes;
        this.folders = folders;
    }

    /** Reads what the build compiled; other classes are known by their names only. */
    static Code compiled() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        List<Reactor.Unit> units = Reactor.units();
        return new Code(
                new ClassFileImporter()
                        .importPaths(units.stream().map(Reactor.Unit::classes).toList()),
                folders(units));
    }

    /** Fails if two modules share a package. */
    private static Map<String, String> folders(List<Reactor.Unit> units) {
        return units.stream()
                .flatMap(unit -> Reactor.javaFiles(unit.sources()).stream()
                        .map(file -> unit.sources().relativize(file).getParent())
                        .filter(parent -> parent != null)
                        .map(parent -> parent.toString().replace('\\', '/').replace('/', '.'))
                        .distinct()
                        .map(packageName -> Map.entry(packageName, unit.folder())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    JavaClasses classes() {
        return classes;
    }

    /** The classes of libraries, which run inside other people's programs; tools have a process of their own. */
    JavaClasses libraries() {
        return classes.that(DescribedPredicate.describe(
                "are of a library", type -> !folderOf(type).orElseThrow().startsWith("tools/")));
    }

    Optional<String> folderOf(JavaClass type) {
        return Optional.ofNullable(folders.get(type.getPackageName()));
    }

    Map<String, List<JavaClass>> byPackage() {
        return classes.stream().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.toList()));
    }
}
