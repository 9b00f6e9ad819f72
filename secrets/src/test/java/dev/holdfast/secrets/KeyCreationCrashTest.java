// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import org.junit.jupiter.api.Test;

/** The making of keys, killed before and after each of its writes, to disk and to the provider. */
class KeyCreationCrashTest {

    /** Opened, intent begun and done, key put and read back. */
    private static final int BEFORE_THE_KEYSET = 5;

    private static final int AFTER_THE_KEYSET = 6;

    @Test
    void killedAnywhereItLeavesAWholeKeysetOrNothing() {
        int steps = 0;
        while (!survives(steps)) {
            steps++;
        }
        assertThat(steps).as("the steps of the protocol").isEqualTo(9);
    }

    private static boolean survives(int steps) {
        TestHome home = new TestHome();
        TestVault vault = new TestVault("test", ProtectionLevel.OS_KEYRING);
        boolean survived = create(home, vault, new Life(steps));
        vault.speak();
        KeyManager next = home.manager(vault);
        assertThat(next.keys(ALICE))
                .as("a logout after step %d knows every key", steps)
                .extracting(KeyRef::key)
                .containsAll(vault.keys().keySet());
        next.recoverIntents(ALICE);
        if (home.raw.revision(ALICE.blob("keyset")).isPresent()) {
            next.open(ALICE).close();
            assertThat(vault.keys()).hasSize(1);
            assertThat(home.raw.list(ALICE)).hasSize(1);
        } else {
            assertThat(vault.keys()).as("orphans after step %d", steps).isEmpty();
            assertThat(home.raw.list(ALICE)).isEmpty();
            next.create(ALICE).close();
        }
        return survived;
    }

    @Test
    void aKeyThatCannotBeDeletedYetIsRememberedUntilItCan() {
        TestHome home = new TestHome();
        TestVault vault = new TestVault("test", ProtectionLevel.OS_KEYRING);
        assertThat(create(home, vault, new Life(BEFORE_THE_KEYSET))).isFalse();
        assertThat(vault.keys()).hasSize(1);
        vault.silence();
        home.manager(vault).recoverIntents(ALICE);
        home.manager().recoverIntents(ALICE);
        assertThat(home.raw.list(ALICE)).hasSize(1);
        vault.speak();
        home.manager(vault).recoverIntents(ALICE);
        assertThat(home.raw.list(ALICE)).isEmpty();
        assertThat(vault.keys()).isEmpty();
    }

    @Test
    void noKeyIsDeletedWhileTheKeysetCannotBeRead() {
        TestHome home = new TestHome();
        TestVault vault = new TestVault("test", ProtectionLevel.OS_KEYRING);
        assertThat(create(home, vault, new Life(AFTER_THE_KEYSET))).isFalse();
        TestHome.write(home.raw, ALICE.blob("keyset"), "damaged");
        home.manager(vault).recoverIntents(ALICE);
        assertThat(vault.keys()).hasSize(1);
        assertThat(home.raw.list(ALICE)).hasSize(2);
    }

    private static boolean create(TestHome home, TestVault vault, Life life) {
        TestHome mortal = new TestHome(new MortalStorage(home.raw, life));
        KeyManager manager = mortal.manager(vault);
        try {
            vault.beforeEachCall(life::step);
            manager.create(ALICE).close();
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    /** Ends after a number of steps. */
    private static final class Life {

        private int left;

        Life(int steps) {
            this.left = steps;
        }

        void step() {
            if (left-- <= 0) {
                throw new Killed();
            }
        }
    }

    private static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Counts each write twice: about to begin, and done. */
    private static final class MortalStorage extends ForwardingStorage {

        private final Life life;

        MortalStorage(Storage inner, Life life) {
            super(inner);
            this.life = life;
        }

        @Override
        public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
            life.step();
            Replacement outcome = super.replace(name, expected, bytes, durability);
            life.step();
            return outcome;
        }

        @Override
        public Replacement delete(BlobName name, Revision expected) {
            life.step();
            Replacement outcome = super.delete(name, expected);
            life.step();
            return outcome;
        }
    }
}
