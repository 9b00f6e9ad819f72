// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.HoldfastException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Keys under a passphrase that a person types. One passphrase protects all accounts of a home: a random root key lies in
 * the home, in the file {@code keys/passphrase}, wrapped under what Argon2id makes of the passphrase.
 *
 * <p>The person is asked when a key is needed, not before, and once for all who need one at that moment; after that the
 * root key is kept in memory until the home is closed, so that a thousand accounts cost one derivation. The answer is
 * <ul>
 *   <li>right: the account opens. If the file was written at a lesser {@link #costing cost}, it is written anew.
 *   <li>wrong: {@code WRONG_KEY}, HF-0340. Nothing is changed, and the next that needs a key asks again.
 *   <li>none, because the person declines, does not answer in time, or the prompt throws: {@code KEY_UNAVAILABLE},
 *       HF-0341. An account that is being made then gets the next provider that the app has configured, if any.
 *   <li>empty: the same, with HF-0342.
 * </ul>
 * The text counts in Unicode's normalization form C and is otherwise taken as it is. Safe for any number of threads and
 * processes.
 */
public final class PassphraseKeys implements KeyProviderFactory {

    static final String ID = "passphrase";

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Asking asking;
    private final Argon2Cost cost;
    private final KeyDerivation derivation;
    private final SecureRandom random;
    private final Set<PassphraseProvider> open = ConcurrentHashMap.newKeySet();

    PassphraseKeys(Asking asking, Argon2Cost cost, KeyDerivation derivation, SecureRandom random) {
        this.asking = asking;
        this.cost = cost;
        this.derivation = derivation;
        this.random = random;
    }

    /**
     * Keys under the passphrase that {@code prompt} asks for, on a daemon thread of its own, within two minutes, at the
     * cost of {@link Argon2Cost#OWASP}.
     */
    public static PassphraseKeys of(PassphrasePrompt prompt) {
        return new PassphraseKeys(
                new Asking(prompt, PassphraseKeys::onThreadOfItsOwn, BOUND),
                Argon2Cost.OWASP,
                new Argon2id(),
                new SecureRandom());
    }

    private static void onThreadOfItsOwn(Runnable asking) {
        Thread thread = new Thread(asking, "holdfast-passphrase");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same, but whoever needs a key waits no longer than this for an answer; one that comes later is wiped. */
    public PassphraseKeys within(Duration bound) {
        return new PassphraseKeys(new Asking(asking.prompt(), asking.executor(), bound), cost, derivation, random);
    }

    /**
     * The same, but asking on this executor. With {@code Runnable::run} that is the thread that needs the key, which then
     * waits for the prompt without a bound: right for an app whose user-interface thread opens documents itself and
     * shows a modal dialog on it, which must not wait for another thread.
     */
    public PassphraseKeys askingOn(Executor executor) {
        return new PassphraseKeys(new Asking(asking.prompt(), executor, asking.bound()), cost, derivation, random);
    }

    /**
     * The same, at another cost. A home whose file was written at a lesser one takes this one over the next time that
     * the passphrase is given; one with a higher keeps it.
     */
    public PassphraseKeys costing(Argon2Cost other) {
        return new PassphraseKeys(asking, other, derivation, random);
    }

    /**
     * Changes the passphrase of the home that is open with these same keys, durably; if there are several, one after
     * another. The root key stays, so all accounts stay as they are, open or not. An earlier copy of the home still opens
     * with the earlier passphrase.
     *
     * @param current stays the caller's
     * @param next stays the caller's
     * @throws WrongKeyException HF-0340 if {@code current} is not the passphrase; nothing was changed
     * @throws ProviderUnavailableException HF-0342 if one is empty, HF-0343, HF-0344 or HF-0349 if the file cannot be
     *     used, HF-0303 if the storage fails: then try again, with either as the current one
     * @throws HoldfastException HF-0350 if another process changed it at this moment, HF-0351 if no home is open, or no
     *     account of it has been; nothing was changed
     */
    public void change(SecretString current, SecretString next) {
        if (open.isEmpty()) {
            throw Problems.nothingOpen();
        }
        try (SecretBytes from = Asking.bytes(current);
                SecretBytes to = Asking.bytes(next)) {
            open.forEach(provider -> provider.change(from, to));
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.PASSPHRASE;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        PassphraseProvider provider = new PassphraseProvider(this, home);
        open.add(provider);
        return provider;
    }

    void forget(PassphraseProvider provider) {
        open.remove(provider);
    }

    Asking asking() {
        return asking;
    }

    Argon2Cost cost() {
        return cost;
    }

    KeyDerivation derivation() {
        return derivation;
    }

    SecureRandom random() {
        return random;
    }
}
