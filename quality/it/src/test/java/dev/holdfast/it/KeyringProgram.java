// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NotRestored;
import dev.holdfast.Restore;
import dev.holdfast.keyring.OsKeyring;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import dev.holdfast.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.Optional;

/** A program that keeps its keys where {@link KeyProviders#installed} says, and tells what becomes of that. */
final class KeyringProgram {

    private static final KeyId ID = new KeyId("00112233445566778899aabbccddeeff");
    private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);

    private KeyringProgram() {}

    /** Does what it is told. Nobody ends the process: it ends if nothing keeps it. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        switch (arguments[1]) {
            case "open" -> System.out.println(outcome());
            case "store and delete" -> storeAndDelete();
            default -> {
                try (Holdfast app = Chat.open(home)) {
                    run(app, arguments[1]);
                }
            }
        }
    }

    private static String outcome() {
        try {
            open().close();
            return "opened";
        } catch (ProviderUnavailableException e) {
            return e.code();
        }
    }

    private static VaultProvider open() {
        KeyProviderFactory first = KeyProviders.installed().get(0);
        if (!(first instanceof OsKeyring)) {
            throw new IllegalStateException("The keyring is not installed");
        }
        return (VaultProvider) first.open(new ProviderHome(Chat.APP, new MemoryStorage()));
    }

    private static void storeAndDelete() {
        VaultProvider vault = open();
        vault.put(ID, SecretBytes.copyOf(new byte[] {1}));
        vault.put(ID, KEY);
        System.out.println(vault.get(ID).equals(Optional.of(KEY)));
        vault.delete(ID);
        System.out.println(vault.get(ID).isPresent());
    }

    private static void run(Holdfast app, String action) throws Exception {
        switch (action) {
            case "sign in" -> Chat.signIn(app);
            case "restore" -> System.out.println(restored(app));
            default -> {
                LogoutReceipt receipt = app.account(Chat.ALICE).logOut();
                receipt.steps().stream()
                        .filter(step -> step.name().equals("destroy keys"))
                        .forEach(step -> System.out.println(step.outcome()));
                System.out.println(receipt.isComplete() ? "complete" : "pending");
            }
        }
    }

    private static String restored(Holdfast app) {
        Restore<Chat.Client> restore = app.sessions(new Chat()).restoreLatest();
        return restore instanceof NotRestored<Chat.Client> not
                ? not.reason().toString()
                : restore.getClass().getSimpleName();
    }
}
