// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is made of what Windows would answer, according to its documentation. Nothing here has seen Windows. */
class CredentialManagerTest {

    private static final KeyId ID = new KeyId("00112233445566778899aabbccddeeff");
    private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);

    private final StandIn system = new StandIn();
    private final NativeVault vault =
            NativeVault.open(() -> new CredentialManager("org.example.chat", system), Waiting.USUAL);

    @Test
    void aKeyIsStoredReplacedGivenAndDeleted() {
        assertThat(vault.get(ID)).isEmpty();
        vault.put(ID, SecretBytes.copyOf(new byte[] {1, 2, 3}));
        vault.put(ID, KEY);
        assertThat(vault.get(ID)).contains(KEY);
        assertThat(system.kept).containsOnlyKeys("dev.holdfast.Key/org.example.chat/" + ID);
        vault.delete(ID);
        vault.delete(ID);
        assertThat(vault.get(ID)).isEmpty();
        assertThat(system.handedOut).isZero();
    }

    @Test
    void aRefusalIsNotAbsence() {
        system.refusal = 1312;
        assertThat(codeOf(() -> vault.get(ID))).isEqualTo("HF-0372");
        assertThat(codeOf(() -> vault.put(ID, KEY))).isEqualTo("HF-0372");
        assertThat(codeOf(() -> vault.delete(ID))).isEqualTo("HF-0372");
    }

    private static String codeOf(Runnable call) {
        return catchThrowableOfType(ProviderUnavailableException.class, call::run)
                .code();
    }

    /** The size of CREDENTIALW, with pointers of 64 bits and of 32. */
    @Test
    void theStructureIsLaidOutAsInTheHeader() {
        assertThat(new CredentialManager.Advapi32.Credential().size()).isEqualTo(Native.POINTER_SIZE == 8 ? 80 : 52);
    }

    /** The library's functions over a map; what it hands out is a copy, as there. */
    private static final class StandIn implements CredentialManager.Advapi32 {

        private final Map<String, byte[]> kept = new LinkedHashMap<>();
        private final List<Credential> reachable = new ArrayList<>();
        private int refusal;
        private int handedOut;

        @Override
        public boolean CredWriteW(Credential credential, int flags) {
            if (refusal == 0) {
                Pointer blob = Objects.requireNonNull(credential.blob);
                String target = Objects.requireNonNull(credential.target).toString();
                kept.put(target, blob.getByteArray(0, credential.blobSize));
            }
            return ended(0);
        }

        @Override
        public boolean CredReadW(WString target, int type, int flags, PointerByReference credential) {
            byte[] found = kept.get(target.toString());
            if (refusal != 0 || found == null) {
                return ended(CredentialManager.NOT_FOUND);
            }
            credential.setValue(copy(found).getPointer());
            handedOut++;
            return ended(0);
        }

        private Credential copy(byte[] found) {
            Memory blob = new Memory(found.length);
            blob.write(0, found, 0, found.length);
            Credential copy = new Credential();
            copy.blob = blob;
            copy.blobSize = found.length;
            copy.write();
            reachable.add(copy);
            return copy;
        }

        @Override
        public boolean CredDeleteW(WString target, int type, int flags) {
            return ended(refusal == 0 && kept.remove(target.toString()) == null ? CredentialManager.NOT_FOUND : 0);
        }

        private boolean ended(int error) {
            int status = refusal == 0 ? error : refusal;
            Native.setLastError(status);
            return status == 0;
        }

        @Override
        public void CredFree(Pointer credential) {
            handedOut--;
        }
    }
}
