// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The making of keys, killed before and after each of its writes, to disk and to the provider. */
class KeyCreationCrashTest {

    /**
     * Opened; intent begun and done; an intent for the probe, the probe put, read, deleted and not found, the intent
     * removed; key put and read back. Each change of the vault counts twice: begun, and durable.
     */
    private static final int BEFORE_THE_KEYSET = 16;

    private static final int AFTER_THE_KEYSET = 17;

    @Test
    void killedAnywhereItLeavesAWholeKeysetOrNothing() {
        killAtEachStep(false);
    }

    @Test
    void soItDoesWhereTheVaultForgetsTheChangeThatWasCutOff() {
        killAtEachStep(true);
    }

    private static void killAtEachStep(boolean forgetful) {
        int steps = 0;
        while (!survives(steps, forgetful)) {
            steps++;
        }
        assertThat(steps).as("the steps of the protocol").isEqualTo(20);
    }

    private static boolean survives(int steps, boolean forgetful) {
        TestHome home = new TestHome();
        TestVault vault = new TestVault("test", ProtectionLevel.OS_KEYRING);
        boolean survived = create(home, vault, new Life(steps), forgetful);
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
        assertThat(create(home, vault, new Life(BEFORE_THE_KEYSET), false)).isFalse();
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
        assertThat(create(home, vault, new Life(AFTER_THE_KEYSET), false)).isFalse();
        TestHome.write(home.raw, ALICE.blob("keyset"), "damaged");
        home.manager(vault).recoverIntents(ALICE);
        assertThat(vault.keys()).hasSize(1);
        assertThat(home.raw.list(ALICE)).hasSize(2);
    }

    private static boolean create(TestHome home, TestVault vault, Life life, boolean forgetful) {
        TestHome mortal = new TestHome(new MortalStorage(home.raw, life));
        KeyManager manager = mortal.manager(vault);
        try {
            vault.mortal(life, forgetful);
            manager.create(ALICE).close();
            return true;
        } catch (Life.Killed e) {
            return false;
        } finally {
            vault.revive();
        }
    }
}
