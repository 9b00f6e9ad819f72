// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.passphrase.PassphrasePrompt.Occasion;
import dev.holdfast.passphrase.PassphraseStore.Found;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.HoldfastException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * The root key of one home. Whoever needs it first asks the person; all who need it meanwhile share that attempt, and
 * its end; once it is there it is kept until this is closed. After an attempt that failed the next one asks again.
 */
final class PassphraseProvider implements RootProvider {

    private static final System.Logger LOG = System.getLogger(PassphraseProvider.class.getPackageName());

    private final PassphraseKeys keys;
    private final String appId;
    private final PassphraseStore store;

    /** Under way, or at its good end. */
    private @Nullable CompletableFuture<SecretBytes> attempt;

    private boolean closed;
    private volatile boolean wrong;

    PassphraseProvider(PassphraseKeys keys, ProviderHome home) {
        this.keys = keys;
        this.appId = home.appId();
        this.store = new PassphraseStore(home);
    }

    @Override
    public SecretBytes root() {
        if (isLocked() && store.find().isEmpty()) {
            throw Problems.missing(store.where());
        }
        return rootOrNew();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // who joined nobody leads
    public SecretBytes rootOrNew() {
        CompletableFuture<SecretBytes> own = new CompletableFuture<>();
        CompletableFuture<SecretBytes> shared = join(own);
        if (shared == own) {
            lead(own);
        }
        return resultOf(shared);
    }

    private synchronized boolean isLocked() {
        return attempt == null;
    }

    private synchronized CompletableFuture<SecretBytes> join(CompletableFuture<SecretBytes> own) {
        requireOpen();
        CompletableFuture<SecretBytes> shared = attempt == null ? own : attempt;
        attempt = shared;
        return shared;
    }

    private void requireOpen() {
        if (closed) {
            throw new ProviderUnavailableException(PassphraseKeys.ID, "it was closed");
        }
    }

    private void lead(CompletableFuture<SecretBytes> own) {
        try {
            finish(own, store.find().map(this::unlock).orElseGet(this::choose));
        } catch (Throwable e) {
            giveUp();
            own.completeExceptionally(e);
        }
    }

    private synchronized void finish(CompletableFuture<SecretBytes> own, SecretBytes root) {
        if (closed) {
            root.close();
        }
        requireOpen();
        own.complete(root);
    }

    private synchronized void giveUp() {
        attempt = null;
    }

    /** A copy of what the attempt gave, for which nobody waits much longer than for the person. */
    private SecretBytes resultOf(CompletableFuture<SecretBytes> shared) {
        try {
            return copyOf(Asking.within(keys.asking().bound(), shared).join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof HoldfastException own) {
                throw own;
            }
            throw new ProviderUnavailableException(PassphraseKeys.ID, "it failed with " + Asking.kind(e));
        }
    }

    private static SecretBytes copyOf(SecretBytes root) {
        byte[] plain = root.reveal();
        try {
            return SecretBytes.copyOf(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private SecretBytes unlock(Found found) {
        try (SecretBytes passphrase = keys.asking().ask(appId, wrong ? Occasion.UNLOCK_AGAIN : Occasion.UNLOCK)) {
            SecretBytes root = unwrap(found, passphrase);
            if (found.wrapped().cost().isLessThan(keys.cost())) {
                strengthen(found, root, passphrase);
            }
            return root;
        }
    }

    private SecretBytes choose() {
        try (SecretBytes passphrase = keys.asking().ask(appId, Occasion.CHOOSE)) {
            SecretBytes root = SecretBytes.random(MIN_BYTES, keys.random());
            if (store.create(wrap(root, passphrase))) {
                return root;
            }
            root.close();
            return unwrap(store.find().orElseThrow(() -> Problems.missing(store.where())), passphrase);
        }
    }

    private SecretBytes unwrap(Found found, SecretBytes passphrase) {
        try {
            Optional<SecretBytes> root = found.wrapped().unwrap(passphrase, appId, keys.derivation());
            wrong = root.isEmpty();
            return root.orElseThrow(() -> Problems.wrongPassphrase(store.where()));
        } catch (AEADBadTagException e) {
            throw Problems.damaged(store.where());
        }
    }

    private WrappedRoot wrap(SecretBytes root, SecretBytes passphrase) {
        return WrappedRoot.wrap(root, passphrase, appId, keys.cost(), keys.derivation(), keys.random());
    }

    /** Now, as the passphrase is at hand only now. That it does not work is no reason not to unlock. */
    private void strengthen(Found found, SecretBytes root, SecretBytes passphrase) {
        try {
            store.replace(found, wrap(root, passphrase));
        } catch (ProviderUnavailableException e) {
            LOG.log(Level.WARNING, "The passphrase stays as cheap to guess as it was: {0}", e.getMessage());
        }
    }

    /** The root key stays, and with it all that is sealed. */
    void change(SecretBytes current, SecretBytes next) {
        Found found = store.find().orElseThrow(() -> Problems.missing(store.where()));
        try (SecretBytes root = unwrap(found, current)) {
            if (!store.replace(found, wrap(root, next))) {
                throw Problems.changedMeanwhile(store.where());
            }
        }
    }

    @Override
    public synchronized void close() {
        keys.forget(this);
        closed = true;
        if (attempt != null && attempt.isDone() && !attempt.isCompletedExceptionally()) {
            attempt.join().close();
        }
        attempt = null;
    }
}
