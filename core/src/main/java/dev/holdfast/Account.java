// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.CacheRegistry;
import dev.holdfast.cache.Capacity;
import dev.holdfast.cache.Clearable;
import dev.holdfast.cache.ConfinedCache;
import dev.holdfast.cache.Ttl;
import dev.holdfast.cache.TtlCache;
import dev.holdfast.cache.TtlCell;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ScopeGoneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user's scope. It owns every document, session, key, store and cache that was taken from it: {@link #logOut}
 * destroys them all, and there is nothing to register for that. {@link #close} stops and keeps. Safe for use by any
 * number of threads.
 */
public final class Account implements AutoCloseable {

    private final Home home;
    private final OpenAccount open;
    private final String user;
    private final Consumer<Account> onClosed;
    private final CacheRegistry caches = new CacheRegistry();
    private final Map<String, Clearable> named = new ConcurrentHashMap<>();
    private final ReentrantLock ending = new ReentrantLock();
    private volatile @Nullable RunningClient<?> client;
    private @Nullable LogoutReceipt receipt;
    private volatile boolean closed;

    Account(OpenAccount open, String user, Consumer<Account> onClosed) {
        this.home = open.home();
        this.open = open;
        this.user = user;
        this.onClosed = onClosed;
    }

    /** The user's id as the server gave it. */
    public String user() {
        return user;
    }

    /**
     * A document of this user, sealed with the account's keys. One instance a name.
     *
     * @throws HoldfastException as {@link Documents#document(Schema)} says, and HF-0503 once closed or logged out
     */
    public <T> Document<T> document(Schema<T> schema) {
        requireOpen();
        return open.documents().document(schema);
    }

    /**
     * A document of this user, sealed, which takes over a file that the app kept before, as
     * {@link Holdfast#adopt(Schema, Path, int)} does. The file that is set aside is as readable as it was, and no log-out
     * removes it: delete it once you trust the document.
     *
     * @throws HoldfastException as {@link Documents#adopt} says, and HF-0503 once closed or logged out
     */
    public <T> Document<T> adopt(Schema<T> schema, Path file, int assumedVersion) {
        requireOpen();
        return open.documents().adopt(schema, file, assumedVersion);
    }

    /**
     * A cell for one value in memory that expires, cleared {@linkplain TtlCell#clearForGood() for good} at log-out. One
     * instance a name: the first call decides how long values live.
     *
     * @param type for the compiler alone
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public <T> TtlCell<T> cell(String name, Class<T> type, Duration ttl) {
        return cell(name, type, Ttl.of(ttl));
    }

    /**
     * As {@link #cell(String, Class, Duration)}, with more to say about how long values live; always on the home's ticker.
     *
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    @SuppressWarnings("unused")
    public <T> TtlCell<T> cell(String name, Class<T> type, Ttl ttl) {
        return named("cell " + name, () -> TtlCell.of(ttl.ticker(home.ticker())));
    }

    /**
     * A cache for values in memory that expire, cleared {@linkplain TtlCache#clearForGood() for good} at log-out; always
     * on the home's ticker. One instance a name: the first call decides how long values live, and how many.
     *
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public <K, V> TtlCache<K, V> cache(String name, Ttl ttl, Capacity<K, V> capacity) {
        return named("cache " + name, () -> TtlCache.of(ttl.ticker(home.ticker()), capacity));
    }

    /**
     * A cache that is touched on one thread only, such as a user interface's, cleared there, and
     * {@linkplain ConfinedCache#clearForGood() for good}, at log-out. One instance a name.
     *
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public <K, V> ConfinedCache<K, V> confined(String name, Executor executor) {
        return named("confined " + name, () -> ConfinedCache.on(executor));
    }

    /** The one cache of a name, which begins with its kind: no two kinds share one. */
    @SuppressWarnings("unchecked")
    private <C extends Clearable> C named(String name, Supplier<C> maker) {
        requireOpen();
        return (C) named.computeIfAbsent(name, it -> {
            C made = maker.get();
            caches.register(it, made);
            return made;
        });
    }

    /** The account's caches; what is registered here is cleared at log-out, too. */
    public CacheRegistry caches() {
        return caches;
    }

    /**
     * An owner-only local directory for a database of the app's own, as {@link SessionHandle#store}.
     *
     * @throws ScopeGoneException after log-out
     */
    public Path store(String name) {
        requireOpen();
        return home.store(open.incarnation(), name);
    }

    /**
     * A secret of this user's, for what the account does not seal itself, such as a database in a {@link #store}: the same
     * whenever the account is open, unrelated to that of any other purpose or account, and gone with its keys at log-out.
     *
     * @param purpose what it is for, such as {@code "client store"}; {@link SessionHandle#secret} gives the same for it
     * @param bytes how long, 1 to 8,160
     * @throws dev.holdfast.secrets.KeyLostException if the account's keys are gone for good
     * @throws dev.holdfast.storage.UnreadableException if they are not to be had now
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public SecretBytes secret(String purpose, int bytes) {
        requireOpen();
        return open.secret(purpose, bytes);
    }

    /**
     * An owner-only local directory for files that can be fetched again: the platform may delete them at any time.
     *
     * @throws ScopeGoneException after log-out
     */
    public Path cacheDirectory(String name) {
        requireOpen();
        return home.cache(open.incarnation(), name);
    }

    /**
     * An owner-only local directory for sockets and other files of the running session.
     *
     * @throws ScopeGoneException after log-out
     */
    public Path runtimeDirectory(String name) {
        requireOpen();
        return home.runtime(open.incarnation(), name);
    }

    /**
     * Ends this account's life: its client is stopped, its session revoked, its keys destroyed, its caches cleared on
     * their threads, its files removed, and their absence proved. From the first step on the account is gone for every
     * process; a crash, or a step that cannot be done now, is made good at the next open. Calling again gives the same
     * receipt.
     *
     * @throws HoldfastException if the log-out could not even be noted: it has then not begun, or, if the exception says
     *     that this is unknown, the next open will tell
     */
    public LogoutReceipt logOut() {
        ending.lock();
        try {
            LogoutReceipt done = receipt;
            return done != null ? done : end();
        } finally {
            ending.unlock();
        }
    }

    private LogoutReceipt end() {
        requireOpen();
        Logout logout = Logout.begin(home, open.incarnation(), user);
        LogoutReceipt done = logout.run(client, caches, () -> letGo(open::discard));
        receipt = done;
        return done;
    }

    /**
     * Saves the changes that wait in this user's documents, as {@link Documents#flush} does.
     *
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public void flush() {
        requireOpen();
        open.documents().flush();
    }

    /**
     * Stops the client, saves the changes that wait, and forgets what is in memory; everything stored stays. Idempotent.
     *
     * @throws HoldfastException what {@link Documents#close} throws; the account is closed all the same
     */
    @Override
    public void close() {
        ending.lock();
        try {
            if (!closed) {
                stop();
            }
        } finally {
            ending.unlock();
        }
    }

    private void stop() {
        Cleanup cleanup = new Cleanup();
        RunningClient<?> running = client;
        if (running != null) {
            cleanup.run(running::stop);
        }
        cleanup.run(caches::close);
        cleanup.run(() -> letGo(open::close));
        cleanup.rethrow();
    }

    private void letGo(Cleanup.Action withDocuments) {
        closed = true;
        Cleanup cleanup = Cleanup.of(withDocuments);
        cleanup.run(() -> onClosed.accept(this));
        cleanup.rethrow();
    }

    /** From now on this client is stopped with the account. */
    void attach(RunningClient<?> running) {
        ending.lock();
        try {
            requireOpen();
            client = running;
        } finally {
            ending.unlock();
        }
    }

    OpenAccount open() {
        return open;
    }

    /** Waits for nobody: a thread whose cache a log-out wants cleared may be asking. */
    private void requireOpen() {
        if (closed) {
            throw Problems.closed();
        }
    }

    /** The user alone. */
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
