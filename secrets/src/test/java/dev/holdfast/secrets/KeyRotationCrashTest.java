// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every change of an account's keys, killed before and after each of its writes, to disk and to the providers. */
class KeyRotationCrashTest {

    private static final BlobName DRAFTS = ALICE.blob("drafts");
    private static final TestRoot ROOT = new TestRoot(7, 32);

    /** What is killed, of an account whose keys are at the vault "one", or under a root. */
    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    enum Change {
        ROTATE("one", manager -> manager.rotate(ALICE)),
        PROMOTE("one", manager -> manager.protectBy(ALICE, List.of("two"))),
        ADD_A_COPY("one", manager -> manager.protectBy(ALICE, List.of("one", "test-root"))),
        UNDER_A_ROOT("one", manager -> manager.protectBy(ALICE, List.of("test-root"))),
        FINISH("one", KeyRotationCrashTest::rotateAndFinish),
        ROTATE_UNDER_A_ROOT("test-root", manager -> manager.rotate(ALICE)),
        UNDER_ANOTHER_ROOT("test-root", manager -> manager.protectBy(ALICE, List.of("other-root"))),
        PROMOTE_FROM_A_ROOT("test-root", manager -> manager.protectBy(ALICE, List.of("two"))),
        FINISH_UNDER_A_ROOT("test-root", KeyRotationCrashTest::rotateAndFinish);

        private final String from;
        private final Consumer<KeyManager> work;

        Change(String from, Consumer<KeyManager> work) {
            this.from = from;
            this.work = work;
        }
    }

    private static void rotateAndFinish(KeyManager manager) {
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, Set.of(), Supplier::get);
    }

    @ParameterizedTest
    @EnumSource
    void killedAnywhereItOpensAndTheNextOpenLeavesNoKeyThatNothingNeeds(Change change) {
        killAtEachStep(change, false);
    }

    @ParameterizedTest
    @EnumSource
    void soItDoesWhereTheVaultsForgetTheChangeThatWasCutOff(Change change) {
        killAtEachStep(change, true);
    }

    private static void killAtEachStep(Change change, boolean forgetful) {
        int steps = 0;
        while (!survives(change, steps, forgetful)) {
            steps++;
        }
        assertThat(steps).as("steps").isGreaterThan(3);
    }

    private static boolean survives(Change change, int steps, boolean forgetful) {
        TestHome home = new TestHome();
        TestVault one = new TestVault("one", ProtectionLevel.FILE_KEY);
        TestVault two = new TestVault("two", ProtectionLevel.OS_KEYRING);
        SecretBytes derived = create(home, change.from.equals("one") ? one : ROOT);

        boolean survived = run(change, home, List.of(one, two), new Life(steps), forgetful);

        KeyManager next = manager(home, List.of(one, two));
        assertOpens(next, home, derived, steps);
        next.recoverIntents(ALICE);
        assertThat(Stream.of(one, two)
                        .flatMap(vault -> vault.keys().keySet().stream())
                        .toList())
                .as("nothing at the vaults that a log-out would not find, after step %d", steps)
                .isSubsetOf(named(next));
        assertThat(home.raw.list(ALICE)).as("step %d", steps).containsExactlyInAnyOrder(ALICE.blob("keyset"), DRAFTS);
        assertThat(home.raw.history(ALICE.blob("keyset")))
                .as("earlier keysets, step %d", steps)
                .isEmpty();
        assertOpens(manager(home, List.of(one, two)), home, derived, steps);
        change.work.accept(next);
        assertOpens(manager(home, List.of(one, two)), home, derived, steps);
        return survived;
    }

    private static KeyManager manager(TestHome home, List<TestVault> vaults) {
        return home.manager(vaults.get(1), vaults.get(0), ROOT, new TestRoot("other-root", 8, 32));
    }

    private static SecretBytes create(TestHome home, KeyProviderFactory from) {
        home.manager(from).create(ALICE).close();
        try (AccountKeys keys = home.manager(from).open(ALICE)) {
            TestHome.write(keys.seal(home.raw), DRAFTS, "hello");
            return keys.derive("x", 32);
        }
    }

    private static boolean run(Change change, TestHome home, List<TestVault> vaults, Life life, boolean forgetful) {
        TestHome mortal = new TestHome(new MortalStorage(home.raw, life));
        vaults.forEach(vault -> vault.mortal(life, forgetful));
        try {
            change.work.accept(manager(mortal, vaults));
            return true;
        } catch (Life.Killed e) {
            return false;
        } finally {
            vaults.forEach(TestVault::revive);
        }
    }

    private static void assertOpens(KeyManager with, TestHome home, SecretBytes derived, int steps) {
        try (AccountKeys keys = with.open(ALICE)) {
            assertThat(TestHome.text(keys.seal(home.raw), DRAFTS))
                    .as("step %d", steps)
                    .isEqualTo("hello");
            assertThat(keys.derive("x", 32)).as("step %d", steps).isEqualTo(derived);
        }
    }

    /** What the account has at vaults. */
    private static Set<KeyId> named(KeyManager manager) {
        return manager.keys(ALICE).stream()
                .filter(ref -> !ref.provider().endsWith("root"))
                .map(KeyRef::key)
                .collect(Collectors.toSet());
    }
}
