// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static dev.holdfast.secrets.TestHome.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyFileTest {

    private static final Scope KEYS = Scope.of("keys");

    private final LogRecorder log = new LogRecorder();
    private final MemoryStorage storage = new MemoryStorage();
    private final TestHome home = new TestHome(storage);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void itKeepsOneKeyForEachAccountAndDestroysIt() {
        KeyManager manager = home.manager(KeyProviders.keyFile());
        manager.create(ALICE).close();
        manager.create(BOB).close();
        KeyRef alices = manager.keys(ALICE).get(0);
        assertThat(home.raw.list(KEYS))
                .hasSize(2)
                .contains(KEYS.blob(alices.key().text()));
        assertThat(manager.destroyKey(alices)).isEqualTo(new KeyDestruction.Destroyed());
        assertThat(home.raw.list(KEYS)).hasSize(1);
        assertThatExceptionOfType(KeyLostException.class).isThrownBy(() -> manager.open(ALICE));
        manager.open(BOB).close();
    }

    @Test
    void itWarnsOnceForAHomeAndNamesTheLevel() {
        KeyManager manager = home.manager(KeyProviders.keyFile());
        assertThat(log.messages()).isEmpty();
        manager.create(ALICE).close();
        manager.create(BOB).close();
        manager.open(ALICE).close();
        assertThat(log.messages())
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("FILE_KEY", "org.example.chat", "can read everything");
    }

    @Test
    void itIsTheWeakestAndTheLastChoice() {
        assertThat(KeyProviders.keyFile().level()).isEqualTo(Collections.min(EnumSet.allOf(ProtectionLevel.class)));
        assertThat(KeyProviders.installed())
                .last()
                .satisfies(it -> assertThat(it.id()).isEqualTo("key-file"));
    }

    @Test
    void aStorageThatFailsIsUnavailableAndNotAnAbsentKey() {
        KeyManager manager = home.manager(KeyProviders.keyFile());
        manager.create(ALICE).close();
        KeyRef ref = manager.keys(ALICE).get(0);
        VaultProvider vault = (VaultProvider) KeyProviders.keyFile().open(new ProviderHome(TestHome.APP, storage));
        storage.close();
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> vault.get(ref.key()));
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> vault.delete(ref.key()));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> vault.put(KeyId.random(new SecureRandom()), SecretBytes.copyOf(new byte[32])));
    }

    @Test
    void aDamagedKeyFileIsAWrongKey() {
        KeyManager manager = home.manager(KeyProviders.keyFile());
        manager.create(ALICE).close();
        KeyRef key = manager.keys(ALICE).get(0);
        TestHome.write(home.raw, KEYS.blob(key.key().text()), "short");
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> manager.open(ALICE));
        assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY);
    }
}
