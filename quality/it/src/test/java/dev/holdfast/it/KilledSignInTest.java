// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.testkit.FaultyStorage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins that are killed after each of their changes. */
class KilledSignInTest {

    @TempDir
    private Path directory;

    @Test
    void aKilledSignInLeavesAWholeAccountOrNothing() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            List<Boolean> before;
            int frozen;
            try (ChildJvm child = ChildJvm.start(SigningIn.class, directory)) {
                frozen = FrozenHomes.awaitFrozen(child);
                before = homes.inEach(changes -> isSignedIn(homes, changes));
                child.kill();
            }
            List<Boolean> after = homes.inEach(homes::finish);
            assertThat(after).as("nobody's death changes who is signed in").isEqualTo(before);
            assertThat(after).as("first nothing, then all").isSorted();
            assertThat(after.subList(frozen, after.size())).containsOnly(true);
            assertThat(after.get(0)).isFalse();
        }
    }

    private static boolean isSignedIn(FrozenHomes homes, int changes) {
        try (Holdfast app = homes.open(changes)) {
            return app.accounts().contains(Chat.ALICE);
        }
    }

    /** Signs in everywhere, standing still after the changes of each home. */
    static final class SigningIn {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            List<FaultyStorage> storages = homes.inEach(homes::storage);
            List<Holdfast> apps = homes.inEach(changes -> homes.open(changes, storages.get(changes)));
            homes.inEach(changes -> FrozenHomes.freezing(
                    storages.get(changes),
                    changes,
                    it -> apps.get(it).sessions(new Chat()).signIn(Chat.logIn())));
        }
    }
}
