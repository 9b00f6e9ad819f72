// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.RotationReport;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How an account's keys are protected, and how that is changed. What is changed here is durable when a method returns, and
 * holds for every process; one that is cut off leaves the keys as they were or as they were to be, and the next open
 * deletes what nothing needs. Documents stay open, and readable, throughout. Safe for use by any number of threads.
 *
 * <p>Every method throws {@link UnreadableException} if the keys are not to be had now, {@link KeyLostException} if they
 * are gone for good, and {@link HoldfastException} HF-0503 once the account is closed; nothing is changed then.
 */
public final class Protection {

    private final OpenAccount open;

    Protection(OpenAccount open) {
        this.open = open;
    }

    /** How well the keys are protected: as well as the weakest of the {@linkplain #providers providers} does. */
    public ProtectionLevel level() {
        return open.sealed().keys().level();
    }

    /** The key providers that have a copy of the key that protects the account, the preferred first. */
    public List<String> providers() {
        return open.sealed().keys().providerIds();
    }

    /**
     * Moves the keys: from now on each of these providers has a copy of a new key that protects the account, and those
     * that had one before have it no longer. Nothing is sealed anew. So an account is promoted from a key file to a
     * keyring, given a second copy under a passphrase for the day the keyring is gone, or demoted.
     *
     * <p>A copy of the home that was made before stays as readable as it was: {@link #rotate} in addition protects what
     * is saved from now on from whoever has one.
     *
     * @param providers ids of key providers that the home was opened with; the first that is to be had opens the account
     * @throws IllegalArgumentException if there is none, or one twice
     * @throws HoldfastException HF-0305 if one is not configured, HF-0315 if one is weaker than the app accepts
     * @throws ProviderUnavailableException if one of them does not answer; the keys are where they were
     * @throws WrongKeyException if somebody was asked for a key and gave another one; the keys are where they were
     * @throws BusyException if another process is changing the keys; try again
     */
    public void moveTo(String... providers) {
        change(manager -> manager.protectBy(scope(), List.of(providers)));
    }

    /**
     * Gives the account new keys at the same providers. What is saved from now on is sealed under them; what was saved
     * before stays readable, and follows when it is next saved, or by {@link #finishRotation}.
     *
     * @throws HoldfastException as {@link #moveTo} says
     */
    public void rotate() {
        change(manager -> manager.rotate(scope()));
    }

    private void change(Consumer<KeyManager> change) {
        changed(manager -> {
            change.accept(manager);
            return true;
        });
    }

    /** The account's own view of its keys is the newest when the change begins, and the new one when this returns. */
    private <R> R changed(Function<KeyManager, R> change) {
        Home home = open.home();
        return open.changing(() -> {
            open.sealed().keys();
            R result = home.changeKeys(open.incarnation(), () -> change.apply(home.keys()));
            follow();
            return result;
        });
    }

    /** Where the new keys are not to be had now, they are opened when something is met that is sealed under them. */
    private void follow() {
        try {
            open.sealed().keys();
        } catch (UnreadableException | KeyLostException e) {
            Log.LOGGER.log(Level.WARNING, "The keys were changed, and cannot be opened now. {0}", e.getMessage());
        }
    }

    private Scope scope() {
        return open.incarnation().scope();
    }

    /**
     * Saves everything of the account that is still sealed under earlier keys once more, and drops those keys that nothing
     * is sealed under any more. Earlier generations of documents and what is in quarantine keep their keys: the report
     * counts them. Whoever is to be asked for a key is asked before anybody else is kept from the account.
     *
     * @throws HoldfastException HF-0560 if the account is open elsewhere, too; and as {@link #moveTo} says
     */
    public RotationReport finishRotation() {
        open.requireOpen();
        open.documents().flush();
        return changed(manager -> manager.finishRotation(
                scope(),
                open.incarnation().anchored(),
                work -> open.alone(() -> {
                    open.sealed().keys(); // others may have changed them before they let go
                    return work.get();
                })));
    }

    /**
     * Takes what is stored now for the newest there was, after a backup of the home was put back on purpose. Without this
     * a session that is older than the one before is {@link NotRestored.Reason#ROLLED_BACK}, and a keyset
     * {@link NotRestored.Reason#KEYS_ROLLED_BACK}.
     *
     * @throws ProviderUnavailableException if the provider that would notice does not answer; nothing was changed
     * @throws UnreadableException HF-0314 if the provider does not have the key of that keyset any more: a backup of the
     *     provider's brings it back, or nothing; nothing was changed
     */
    public void trustBackup() {
        open.requireOpen();
        open.home().keys().trustBackup(scope(), open.incarnation().anchored());
        open.sealed().reopen();
    }
}
