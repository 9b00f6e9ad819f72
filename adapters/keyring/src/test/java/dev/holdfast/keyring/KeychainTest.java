// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of what macOS would answer, according to its documentation. Nothing here has seen a keychain. */
@Timeout(60)
class KeychainTest {

    private static final KeyId ID = new KeyId("00112233445566778899aabbccddeeff");
    private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);

    private final StandIn keychain = new StandIn();

    private NativeVault open() {
        return open(Waiting.USUAL);
    }

    private NativeVault open(Waiting waiting) {
        return NativeVault.open(() -> new Keychain("org.example.chat", keychain), waiting);
    }

    @Test
    void aKeyIsStoredReplacedGivenAndDeleted() {
        NativeVault vault = open();
        assertThat(vault.get(ID)).isEmpty();
        vault.put(ID, SecretBytes.copyOf(new byte[] {1, 2, 3}));
        vault.put(ID, KEY);
        assertThat(vault.get(ID)).contains(KEY);
        assertThat(keychain.items).containsOnlyKeys("Holdfast key of org.example.chat/" + ID);
        vault.delete(ID);
        vault.delete(ID);
        assertThat(vault.get(ID)).isEmpty();
    }

    @Test
    void whatIsHandedOutIsGivenBack() {
        NativeVault vault = open();
        vault.put(ID, KEY);
        vault.put(ID, KEY);
        vault.get(ID);
        vault.delete(ID);
        assertThat(keychain.handedOut).isZero();
    }

    @Test
    void aLockedOneIsUnlockedWhenItIsOpenedAndNotLater() {
        keychain.locked = true;
        NativeVault vault = open();
        keychain.locked = true;
        assertThat(codeOf(() -> vault.get(ID))).isEqualTo("HF-0364");
        assertThat(codeOf(() -> vault.delete(ID))).isEqualTo("HF-0364");
        assertThat(codeOf(() -> vault.put(ID, KEY))).isEqualTo("HF-0364");
        assertThat(keychain.asked).isEqualTo(1);
    }

    @Test
    void thePersonMayDeclineOrNotBeAsked() {
        keychain.locked = true;
        keychain.unlocking = Keychain.CANCELED;
        assertThat(codeOf(this::open)).isEqualTo("HF-0365");
        Waiting forNobody = new Waiting(Duration.ofSeconds(3), Duration.ZERO);
        assertThat(codeOf(() -> open(forNobody))).isEqualTo("HF-0364");
        assertThat(keychain.asked).isEqualTo(1);
    }

    @Test
    void aRefusalIsNotAbsence() {
        NativeVault vault = open();
        keychain.refusal = -25308;
        assertThat(codeOf(() -> vault.get(ID))).isEqualTo("HF-0372");
        assertThat(codeOf(() -> vault.put(ID, KEY))).isEqualTo("HF-0372");
        assertThat(codeOf(() -> vault.delete(ID))).isEqualTo("HF-0372");
    }

    private static String codeOf(Runnable call) {
        return catchThrowableOfType(ProviderUnavailableException.class, call::run)
                .code();
    }

    /** The library's functions over a map. */
    private static final class StandIn implements Keychain.Security {

        private final Map<String, byte[]> items = new LinkedHashMap<>();
        private final Memory reference = new Memory(8);
        private String referred = "";
        private boolean locked;
        private int unlocking;
        private int refusal;
        private int asked;
        private int handedOut;

        @Override
        public int SecKeychainGetStatus(@Nullable Pointer keychain, IntByReference status) {
            status.setValue(locked ? 2 : 3);
            return Keychain.OK;
        }

        @Override
        public int SecKeychainUnlock(
                @Nullable Pointer keychain, int length, @Nullable Pointer password, byte usePassword) {
            asked++;
            locked = unlocking != Keychain.OK;
            return unlocking;
        }

        @Override
        public int SecKeychainAddGenericPassword(
                @Nullable Pointer keychain,
                int serviceLength,
                byte[] service,
                int accountLength,
                byte[] account,
                int passwordLength,
                byte[] password,
                @Nullable PointerByReference item) {
            if (refusal != 0) {
                return refusal;
            }
            return items.putIfAbsent(name(service, account), password.clone()) == null
                    ? Keychain.OK
                    : Keychain.DUPLICATE;
        }

        @Override
        public int SecKeychainFindGenericPassword(
                @Nullable Pointer keychain,
                int serviceLength,
                byte[] service,
                int accountLength,
                byte[] account,
                @Nullable IntByReference passwordLength,
                @Nullable PointerByReference password,
                @Nullable PointerByReference item) {
            byte[] found = items.get(name(service, account));
            if (refusal != 0 || found == null) {
                return refusal != 0 ? refusal : Keychain.NOT_FOUND;
            }
            handedOut++;
            if (passwordLength != null && password != null) {
                Memory content = new Memory(found.length);
                content.write(0, found, 0, found.length);
                passwordLength.setValue(found.length);
                password.setValue(content);
            }
            if (item != null) {
                referred = name(service, account);
                item.setValue(reference);
            }
            return Keychain.OK;
        }

        @Override
        public int SecKeychainItemModifyAttributesAndData(
                Pointer item, @Nullable Pointer attributes, int length, byte[] password) {
            items.put(referred, password.clone());
            return Keychain.OK;
        }

        @Override
        public int SecKeychainItemDelete(Pointer item) {
            items.remove(referred);
            return Keychain.OK;
        }

        @Override
        public int SecKeychainItemFreeContent(@Nullable Pointer attributes, Pointer password) {
            handedOut--;
            return Keychain.OK;
        }

        @Override
        public void CFRelease(Pointer item) {
            handedOut--;
        }

        private static String name(byte[] service, byte[] account) {
            return new String(service, StandardCharsets.UTF_8) + "/" + new String(account, StandardCharsets.UTF_8);
        }
    }
}
