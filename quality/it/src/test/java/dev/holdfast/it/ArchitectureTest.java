// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules that the compiled code keeps. A message names the class and the line that break one. */
class ArchitectureTest {

    private static final Code CODE = Code.compiled();

    /** Threads of ours that wait for other processes; everything else is told, and does not poll. */
    private static final Set<String> MAY_SLEEP = Set.of();

    @Test
    void everyModuleHasItsArrows() {
        assertThat(Reactor.units())
                .isNotEmpty()
                .allMatch(unit -> Arrows.from(unit.folder()).isPresent());
    }

    @Test
    void modulesDependOnEachOtherAndOnLibrariesOnlyAlongTheArrows() {
        assertThat(CODE.classes().stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(ArchitectureTest::isStray)
                        .map(Dependency::getDescription))
                .as("dependencies that ARCHITECTURE.md does not draw (see Arrows)")
                .isEmpty();
    }

    private static boolean isStray(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String from = CODE.folderOf(dependency.getOriginClass()).orElseThrow();
        Arrows arrows = Arrows.from(from).orElseThrow();
        return !target.isPrimitive()
                && !CODE.folderOf(target)
                        .map(to -> to.equals(from) || arrows.leadTo(to))
                        .orElseGet(() -> arrows.leadToLibrary(target.getPackageName()));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CODE.byPackage().values().stream()
                        .map(types -> types.get(0).getPackage())
                        .filter(it -> !it.isAnnotatedWith(NullMarked.class))
                        .map(it -> it.getName()))
                .isEmpty();
    }

    @Test
    void librariesLeaveTheStandardStreamsToTheApp() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CODE.libraries());
    }

    @Test
    void librariesNeverEndTheProcess() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CODE.libraries());
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .that(are(DescribedPredicate.describe("not allowed to", type -> !MAY_SLEEP.contains(type.getName()))))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Thread.sleep", call -> call.getTarget().getFullName().startsWith("java.lang.Thread.sleep(")))
                .check(CODE.classes());
    }

    @Test
    void nothingIsOfferedAndThenUnsupported() {
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "UnsupportedOperationException",
                        call -> call.getTargetOwner().isEquivalentTo(UnsupportedOperationException.class)))
                .check(CODE.classes());
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(CODE.classes());
    }

    /** The factory of a value, {@code of(true)}, has no other name for it. */
    @Test
    void publicMethodsTakeNoBooleans() {
        methods()
                .that(are(DescribedPredicate.describe("for users", ArchitectureTest::isForUsers)))
                .and()
                .doNotHaveName("of")
                .should(ArchCondition.from(DescribedPredicate.<JavaMethod>describe(
                        "take no boolean: a name says more",
                        method -> method.getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(boolean.class)))))
                .check(CODE.libraries());
    }

    private static boolean isForUsers(JavaMethod method) {
        return isVisible(method.getModifiers())
                && Stream.iterate(
                                method.getOwner(),
                                type -> type != null,
                                type -> type.getEnclosingClass().orElse(null))
                        .allMatch(type -> isVisible(type.getModifiers()));
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
