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
import dev.holdfast.storage.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One user's scope. It owns every document, session, key, store and cache that was taken from it: {@link #logOut}
 * destroys them all, and there is nothing to register for that. {@link #close} stops and keeps. Safe for use by any
 * number of threads.
 */
public final class Account implements AutoCloseable {

    private final Home home;
    private final OpenAccount open;
    private final String user;
    private final CacheRegistry caches = new CacheRegistry();
    private final Map<String, Clearable> named = new ConcurrentHashMap<>();
    private final AccountLife life;

    /** @param onEnd called when nothing of the account is held any more */
    Account(OpenAccount open, String user, Consumer<Account> onEnd) {
        this.home = open.home();
        this.open = open;
        this.user = user;
        this.life = new AccountLife(open, user, caches, () -> onEnd.accept(this));
    }

    /** The user's id as the server gave it. */
    public String user() {
        return user;
    }

    /**
     * A document of this user, sealed with the account's keys. One instance a name.
     *
     * @throws HoldfastException as {@link Documents#document(Schema)} says, and HF-0503 once closed
     * @throws ScopeGoneException after log-out
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
     * @throws HoldfastException as {@link Documents#adopt} says, and HF-0503 once closed
     * @throws ScopeGoneException after log-out
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
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
     */
    public <T> TtlCell<T> cell(String name, Class<T> type, Duration ttl) {
        return cell(name, type, Ttl.of(ttl));
    }

    /**
     * As {@link #cell(String, Class, Duration)}, with more to say about how long values live; always on the home's ticker.
     *
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
     */
    @SuppressWarnings("unused")
    public <T> TtlCell<T> cell(String name, Class<T> type, Ttl ttl) {
        return named("cell " + name, () -> TtlCell.of(ttl.ticker(home.ticker())));
    }

    /**
     * A cache for values in memory that expire, cleared {@linkplain TtlCache#clearForGood() for good} at log-out; always
     * on the home's ticker. One instance a name: the first call decides how long values live, and how many.
     *
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
     */
    public <K, V> TtlCache<K, V> cache(String name, Ttl ttl, Capacity<K, V> capacity) {
        return named("cache " + name, () -> TtlCache.of(ttl.ticker(home.ticker()), capacity));
    }

    /**
     * A cache that is touched on one thread only, such as a user interface's, cleared there, and
     * {@linkplain ConfinedCache#clearForGood() for good}, at log-out. One instance a name.
     *
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
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

    /**
     * How this user's keys are protected; to move them, and to change them.
     *
     * @throws HoldfastException HF-0503 once closed or logged out
     */
    public Protection protection() {
        requireOpen();
        return new Protection(open);
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
     * process; those that have it open are told, and waited for, up to 5 s. A crash, or a step that cannot be done now, is
     * made good at the next open. Calling again gives the same receipt.
     *
     * <p>It waits for the server, up to 10 s, and for other threads. On a thread that must not wait, such as a user
     * interface's, call {@link #logOutAsync}. Called there all the same it waits for nothing of that thread: caches that
     * are {@linkplain #confined confined} to it are cleared at once.
     *
     * @throws HoldfastException if the log-out could not even be noted: it has then not begun, or, if the exception says
     *     that this is unknown, the next open will tell
     * @throws ScopeGoneException if another process has logged the account out, and sees to the rest
     */
    public LogoutReceipt logOut() {
        return life.logOut();
    }

    /**
     * {@link #logOut} on the home's executor.
     *
     * @return fails with what a log-out throws; cancelling it does not take the log-out back
     * @throws HoldfastException HF-0520 if the home was opened without an executor
     */
    public CompletableFuture<LogoutReceipt> logOutAsync() {
        return CompletableFuture.supplyAsync(this::logOut, home.executor());
    }

    /**
     * Tells once when this account has been logged out, here or by another process, so that a window can go to its log-in
     * screen; at once if it has been. Nothing of the account is open in this process any more then, and each call for it
     * throws {@link ScopeGoneException}. A log-out by another process shows as soon as the storage hints at it, in files
     * within 2 s. Closing the account tells nobody.
     *
     * @param executor where the listener runs, such as {@code SwingUtilities::invokeLater}. One that refuses is logged.
     * @return to be closed when the listener is not to be told any more
     * @throws HoldfastException HF-0503 once closed
     */
    public Watch onEnded(Executor executor, Runnable listener) {
        return life.onEnded(executor, listener);
    }

    /**
     * Saves the changes that wait in this user's documents, as {@link Documents#flush} does.
     *
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
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
        life.close();
    }

    /** Another process has logged the account out. */
    void endHere() {
        life.endHere();
    }

    /** From now on this client is stopped with the account. */
    void attach(RunningClient<?> running) {
        life.attach(running);
    }

    OpenAccount open() {
        return open;
    }

    private void requireOpen() {
        life.requireOpen();
    }

    /** The user alone. */
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
