// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contracts of key providers pass what is good, and fail what is bad in one way, for that. */
class KeyProviderContractsTest {

    @Test
    void whatIsGoodPasses() {
        assertThat(failedOf(BadVaults.Good.class)).isEmpty();
        assertThat(failedOf(BadRoots.Good.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void whatIsBadFails(Class<?> contract, List<String> sentences) {
        assertThat(failedOf(contract)).containsAll(sentences);
    }

    static List<Arguments> whatIsBadFails() {
        return List.of(
                fails(
                        BadVaults.Hanging.class,
                        "whatIsPutIsGivenBackAndIsAbsentOnceDeleted",
                        "manyThreadsEachGetTheirOwn"),
                fails(
                        BadVaults.Lying.class,
                        "whatIsPutIsGivenBackAndIsAbsentOnceDeleted",
                        "keysOfAnyBytesAreGivenBack"),
                fails(
                        BadVaults.Forgetting.class,
                        "whatIsPutIsThereWhenItIsOpenedAgain",
                        "anAccountThatWasMadeWithItOpensAgain"),
                fails(
                        BadVaults.SilentAsIfAbsent.class,
                        "unavailableIsNotAbsent",
                        "whileItIsUnavailableNoAccountIsSaidToBeLostAndNothingIsChanged"),
                fails(BadVaults.NeverDeleting.class, "afterALogOutTheKeyIsGone"),
                fails(BadVaults.Indiscreet.class, "noMessageShowsAKey"),
                fails(BadVaults.SharedByAllApps.class, "theHomeOfAnotherAppDoesNotSeeIt"),
                fails(BadVaults.ClosingWhatItIsGiven.class, "aKeyStaysTheCallersOnItsWayInAndIsTheCallersOnItsWayOut"),
                fails(BadVaults.GivingItsOwnAway.class, "aKeyStaysTheCallersOnItsWayInAndIsTheCallersOnItsWayOut"),
                fails(BadVaults.SwallowingInterrupts.class, "anInterruptedCallerIsNotToldThatAKeyIsAbsent"),
                fails(
                        BadRoots.Hanging.class,
                        "theRootKeyIsTheSameAtEveryCallAndInEveryProcess",
                        "manyThreadsGetTheSameRootKey"),
                fails(
                        BadRoots.AnotherAtEveryCall.class,
                        "theRootKeyIsTheSameAtEveryCallAndInEveryProcess",
                        "anAccountThatWasMadeWithItOpensAgain"),
                fails(BadRoots.TooShort.class, "theRootKeyIsLongEnough"),
                fails(BadRoots.RefusingToOpen.class, "aLogOutNeedsNoRootKeyAndTellsThatItRemains"),
                fails(BadRoots.Indiscreet.class, "noMessageShowsTheRootKey"),
                fails(BadRoots.GivingItsOwnAway.class, "theRootKeyIsTheCallersToClose"),
                fails(
                        BadRoots.TakingAnyKeyWhenSilent.class,
                        "whileItIsUnavailableNoAccountIsSaidToBeLostAndNothingIsChanged"));
    }

    private static Arguments fails(Class<?> contract, String... sentences) {
        return Arguments.of(contract, List.of(sentences));
    }

    private static List<String> failedOf(Class<?> contract) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
        assertThat(tests.started().count()).isPositive();
        return tests.failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
                .toList();
    }
}
