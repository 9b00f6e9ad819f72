// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Credential Manager of Windows: a generic credential for each key, of this user on this machine. Windows encrypts it
 * under the person's log-in, and offers no locking of its own. Compiled, and tested against a stand-in for the library; not run on Windows.
 */
final class CredentialManager implements NativeKeyring {

    static final int NOT_FOUND = 1168;

    private static final int GENERIC = 1;
    private static final int LOCAL_MACHINE = 2;
    private static final String NAME = "the Credential Manager";

    private final String appId;
    private final Advapi32 system;

    CredentialManager(String appId, Advapi32 system) {
        this.appId = appId;
        this.system = system;
    }

    /** @throws LinkageError if JNA is not there, or this is not Windows */
    static CredentialManager of(String appId) {
        return new CredentialManager(appId, Native.load("Advapi32", Advapi32.class));
    }

    /** The functions of wincred.h. Those that give a boolean leave an error's number behind: {@link Native#getLastError}. */
    interface Advapi32 extends StdCallLibrary {

        boolean CredWriteW(Credential credential, int flags);

        boolean CredReadW(WString target, int type, int flags, PointerByReference credential);

        boolean CredDeleteW(WString target, int type, int flags);

        void CredFree(Pointer credential);

        /** {@code CREDENTIALW}. */
        @Structure.FieldOrder({
            "flags",
            "type",
            "target",
            "comment",
            "lastWrittenLow",
            "lastWrittenHigh",
            "blobSize",
            "blob",
            "persist",
            "attributeCount",
            "attributes",
            "alias",
            "user"
        })
        class Credential extends Structure {

            public int flags;
            public int type;
            public @Nullable WString target;
            public @Nullable WString comment;
            public int lastWrittenLow;
            public int lastWrittenHigh;
            public int blobSize;
            public @Nullable Pointer blob;
            public int persist;
            public int attributeCount;
            public @Nullable Pointer attributes;
            public @Nullable WString alias;
            public @Nullable WString user;

            Credential() {}

            /** What lies there. */
            Credential(Pointer there) {
                super(there);
                read();
            }
        }
    }

    @Override
    public boolean isLocked() {
        return false;
    }

    @Override
    public void unlock() {}

    @Override
    public void put(String id, byte[] key) {
        try (Memory blob = new Memory(key.length)) {
            blob.write(0, key, 0, key.length);
            try {
                require(system.CredWriteW(credential(id, blob), 0));
            } finally {
                blob.clear();
            }
        }
    }

    private Advapi32.Credential credential(String id, Memory blob) {
        Advapi32.Credential credential = new Advapi32.Credential();
        credential.type = GENERIC;
        credential.target = target(id);
        credential.comment = new WString("Holdfast key of " + appId);
        credential.blobSize = (int) blob.size();
        credential.blob = blob;
        credential.persist = LOCAL_MACHINE;
        credential.user = new WString(appId);
        return credential;
    }

    @Override
    public Optional<byte[]> get(String id) {
        PointerByReference found = new PointerByReference();
        if (!system.CredReadW(target(id), GENERIC, 0, found)) {
            requireNotFound();
            return Optional.empty();
        }
        try {
            return Optional.of(taken(new Advapi32.Credential(found.getValue())));
        } finally {
            system.CredFree(found.getValue());
        }
    }

    private static byte[] taken(Advapi32.Credential credential) {
        Pointer blob = credential.blob;
        if (blob == null) {
            return new byte[0];
        }
        byte[] key = blob.getByteArray(0, credential.blobSize);
        blob.clear(credential.blobSize);
        return key;
    }

    @Override
    public void delete(String id) {
        if (!system.CredDeleteW(target(id), GENERIC, 0)) {
            requireNotFound();
        }
    }

    private WString target(String id) {
        return new WString("dev.holdfast.Key/" + appId + "/" + id);
    }

    private static void require(boolean done) {
        if (!done) {
            throw Problems.refused(NAME, Native.getLastError());
        }
    }

    private static void requireNotFound() {
        if (Native.getLastError() != NOT_FOUND) {
            throw Problems.refused(NAME, Native.getLastError());
        }
    }
}
