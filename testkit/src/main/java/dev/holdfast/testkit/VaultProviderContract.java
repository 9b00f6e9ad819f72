// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.secrets.KeyDestruction;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a {@link VaultProvider} promises, as tests. A vault proves itself by a subclass with two methods:
 *
 * <pre>{@code
 * final class MyVaultContractTest extends VaultProviderContract {
 *     private final MyService service = MyService.start();
 *
 *     @Override
 *     protected KeyProviderFactory factory() {
 *         return new MyVaultFactory(service.address());
 *     }
 *
 *     @Override
 *     protected void makeUnavailable() {
 *         service.stop();
 *     }
 * }
 * }</pre>
 */
public abstract class VaultProviderContract extends KeyProviderContract {

    private static final int ROUNDS = 5;

    private final SecureRandom random = new SecureRandom();
    private final KeyId id = newId();
    private final SecretBytes key = SecretBytes.random(32, random);

    /** For subclasses. */
    protected VaultProviderContract() {}

    private VaultProvider vault(String app) {
        return (VaultProvider) open(app);
    }

    private KeyId newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    private Optional<SecretBytes> get(VaultProvider from, KeyId which) {
        return answer(() -> from.get(which));
    }

    @Test
    void whatIsPutIsGivenBackAndIsAbsentOnceDeleted() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        assertThat(get(vault, id)).contains(key);
        call(() -> vault.delete(id));
        assertThat(get(vault, id)).isEmpty();
    }

    @Test
    void whatWasNeverPutIsAbsentAndDeletingItDoesNothing() {
        VaultProvider vault = vault(APP);
        assertThat(get(vault, id)).isEmpty();
        call(() -> vault.delete(id));
        assertThat(get(vault, id)).isEmpty();
    }

    @Test
    void whatIsPutIsThereWhenItIsOpenedAgain() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        call(vault::close);
        VaultProvider again = vault(APP);
        assertThat(get(again, id)).contains(key);
        call(() -> again.delete(id));
        call(again::close);
        assertThat(get(vault(APP), id)).isEmpty();
    }

    @Test
    void keysOfAnyBytesAreGivenBack() {
        VaultProvider vault = vault(APP);
        for (int fill : new int[] {0, '\n', '"', 0x7f, 0x80, 0xff}) {
            KeyId own = newId();
            byte[] bytes = new byte[32];
            Arrays.fill(bytes, (byte) fill);
            call(() -> vault.put(own, SecretBytes.copyOf(bytes)));
            assertThat(get(vault, own)).contains(SecretBytes.copyOf(bytes));
        }
    }

    @Test
    void whatIsPutAgainTakesThePlaceOfWhatWasThere() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        for (int length : new int[] {1, 100, 1024}) {
            SecretBytes next = SecretBytes.random(length, random);
            call(() -> vault.put(id, next));
            assertThat(get(vault(APP), id)).contains(next);
        }
        call(() -> vault.delete(id));
        assertThat(get(vault(APP), id)).isEmpty();
    }

    @Test
    void deletingOneLeavesTheOthers() {
        VaultProvider vault = vault(APP);
        KeyId other = newId();
        SecretBytes kept = SecretBytes.random(32, random);
        call(() -> vault.put(id, key));
        call(() -> vault.put(other, kept));
        call(() -> vault.delete(id));
        assertThat(get(vault, other)).contains(kept);
    }

    @Test
    void aKeyStaysTheCallersOnItsWayInAndIsTheCallersOnItsWayOut() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        assertThat(key.reveal()).hasSize(32);
        get(vault, id).orElseThrow().close();
        assertThat(get(vault, id)).contains(key);
    }

    @Test
    void theHomeOfAnotherAppDoesNotSeeIt() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        VaultProvider other = vault(OTHER_APP);
        assertThat(get(other, id)).isEmpty();
        call(() -> other.delete(id));
        assertThat(get(vault, id)).contains(key);
    }

    @Test
    void unavailableIsNotAbsent() throws Exception {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        makeUnavailable();
        assertUnavailable(() -> vault.get(id));
        assertUnavailable(() -> vault.get(newId()));
        assertUnavailable(() -> vault.delete(id));
        assertUnavailable(() -> vault.put(newId(), key));
    }

    private void assertUnavailable(Runnable refused) {
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> call(refused));
    }

    @Test
    void noMessageShowsAKey() throws Exception {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        Throwable taken = catchThrowable(() -> call(() -> vault.put(id, SecretBytes.random(32, random))));
        SecretBytes kept = get(vault, id).orElseThrow();
        assertKeptSecret(key, vault, taken == null ? "" : taken);
        makeUnavailable();
        Throwable reading = catchThrowable(() -> get(vault, id));
        Throwable writing = catchThrowable(() -> call(() -> vault.put(newId(), key)));
        assertKeptSecret(key, vault, reading, writing);
        assertKeptSecret(kept, vault, reading, writing);
    }

    @Test
    void manyThreadsEachGetTheirOwn() {
        VaultProvider vault = vault(APP);
        call(() -> Threads.run(THREADS, number -> {
            for (int i = 0; i < ROUNDS; i++) {
                KeyId own = newId();
                SecretBytes mine = SecretBytes.random(32, random);
                vault.put(own, mine);
                assertThat(vault.get(own)).contains(mine);
                vault.delete(own);
                assertThat(vault.get(own)).isEmpty();
            }
        }));
    }

    @Test
    void anInterruptedCallerIsNotToldThatAKeyIsAbsent() {
        VaultProvider vault = vault(APP);
        call(() -> vault.put(id, key));
        assertAnsweredOrUnavailable(() -> assertThat(vault.get(id)).contains(key));
        assertThat(get(vault, id)).contains(key);
        assertAnsweredOrUnavailable(() -> vault.delete(id));
        call(() -> vault.delete(id));
        assertThat(get(vault, id)).isEmpty();
    }

    @Test
    void afterALogOutTheKeyIsGone() {
        VaultProvider vault = vault(APP);
        create();
        KeyManager manager = manager();
        KeyRef ref = manager.keys(ACCOUNT).get(0);
        assertThat(get(vault, ref.key())).isPresent();
        assertThat(answer(() -> manager.destroyKey(ref))).isEqualTo(new KeyDestruction.Destroyed());
        assertThat(get(vault(APP), ref.key())).isEmpty();
        assertThatExceptionOfType(KeyLostException.class).isThrownBy(this::reopen);
    }

    @Test
    void aLogOutWhileItIsUnavailableIsPending() throws Exception {
        create();
        KeyRef ref = manager().keys(ACCOUNT).get(0);
        makeUnavailable();
        assertThat(answer(() -> manager().destroyKey(ref))).isInstanceOf(KeyDestruction.Pending.class);
    }
}
