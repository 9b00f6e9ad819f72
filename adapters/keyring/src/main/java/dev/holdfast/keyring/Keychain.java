// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The default keychain of macOS: a generic password for each key, whose service is the app and whose account the key's id.
 * Compiled, and tested against a stand-in for the library; not run on macOS.
 */
final class Keychain implements NativeKeyring {

    static final int OK = 0;
    static final int NOT_FOUND = -25300;
    static final int DUPLICATE = -25299;
    static final int CANCELED = -128;
    static final int UNLOCKED = 1;

    private static final String NAME = "the keychain";

    /** Where no keychain is named, the default one is meant. */
    private static final @Nullable Pointer DEFAULT = null;

    private final Security security;
    private final byte[] service;

    Keychain(String appId, Security security) {
        this.security = security;
        this.service = ("Holdfast key of " + appId).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws LinkageError if JNA is not there, or this is not macOS */
    static Keychain of(String appId) {
        return new Keychain(appId, Native.load("Security", Security.class));
    }

    /** The functions of Security.framework, as its SecKeychain.h and SecKeychainItem.h declare them; CFRelease comes with it. */
    interface Security extends Library {

        int SecKeychainGetStatus(@Nullable Pointer keychain, IntByReference status);

        int SecKeychainUnlock(@Nullable Pointer keychain, int length, @Nullable Pointer password, byte usePassword);

        int SecKeychainAddGenericPassword(
                @Nullable Pointer keychain,
                int serviceLength,
                byte[] service,
                int accountLength,
                byte[] account,
                int passwordLength,
                byte[] password,
                @Nullable PointerByReference item);

        int SecKeychainFindGenericPassword(
                @Nullable Pointer keychain,
                int serviceLength,
                byte[] service,
                int accountLength,
                byte[] account,
                @Nullable IntByReference passwordLength,
                @Nullable PointerByReference password,
                @Nullable PointerByReference item);

        int SecKeychainItemModifyAttributesAndData(
                Pointer item, @Nullable Pointer attributes, int length, byte[] password);

        int SecKeychainItemDelete(Pointer item);

        int SecKeychainItemFreeContent(@Nullable Pointer attributes, Pointer password);

        void CFRelease(Pointer item);
    }

    @Override
    public boolean isLocked() {
        IntByReference status = new IntByReference();
        require(security.SecKeychainGetStatus(DEFAULT, status));
        return (status.getValue() & UNLOCKED) == 0;
    }

    @Override
    public void unlock() {
        int status = security.SecKeychainUnlock(DEFAULT, 0, null, (byte) 0);
        if (status != CANCELED) {
            require(status);
        }
    }

    @Override
    public void put(String id, byte[] key) {
        byte[] account = account(id);
        int status = security.SecKeychainAddGenericPassword(
                DEFAULT, service.length, service, account.length, account, key.length, key, null);
        if (status == DUPLICATE) {
            replace(id, key);
        } else {
            require(status);
        }
    }

    private void replace(String id, byte[] key) {
        withItem(id, item -> require(security.SecKeychainItemModifyAttributesAndData(item, null, key.length, key)));
    }

    @Override
    public Optional<byte[]> get(String id) {
        byte[] account = account(id);
        IntByReference length = new IntByReference();
        PointerByReference password = new PointerByReference();
        int status = security.SecKeychainFindGenericPassword(
                DEFAULT, service.length, service, account.length, account, length, password, null);
        if (status == NOT_FOUND) {
            return Optional.empty();
        }
        require(status);
        return Optional.of(taken(password.getValue(), length.getValue()));
    }

    private byte[] taken(Pointer password, int length) {
        try {
            return password.getByteArray(0, length);
        } finally {
            password.clear(length);
            security.SecKeychainItemFreeContent(null, password);
        }
    }

    @Override
    public void delete(String id) {
        withItem(id, item -> require(security.SecKeychainItemDelete(item)));
    }

    private void withItem(String id, Consumer<Pointer> action) {
        byte[] account = account(id);
        PointerByReference item = new PointerByReference();
        int status = security.SecKeychainFindGenericPassword(
                DEFAULT, service.length, service, account.length, account, null, null, item);
        if (status != NOT_FOUND) {
            require(status);
            try {
                action.accept(item.getValue());
            } finally {
                security.CFRelease(item.getValue());
            }
        }
    }

    private static byte[] account(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static void require(int status) {
        if (status != OK) {
            throw Problems.refused(NAME, status);
        }
    }
}
