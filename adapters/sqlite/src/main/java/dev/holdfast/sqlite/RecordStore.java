// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Many small records of one user, encrypted, in an SQLite database: what a client's library keeps of rooms, members and
 * keys. Values and keys are sealed with XAES-256-GCM, each bound to its place; records are found by keyed hashes. What shows
 * is how many records a table has, how large they are, and which ones are read and written together.
 *
 * <p>A write has synced the log when it returns: it survives a power cut. One process has a store open, and opens it once.
 * Any number of threads may use it; they write in turns, and read while others write. A function that was given a
 * transaction runs on the caller's thread and must not begin another. Interrupts are waited out.
 *
 * <p>Every method may throw {@link StorageException} when the medium fails (HF-0612, HF-0615), {@link BusyException} when a
 * foreign program keeps the database locked (HF-0611), {@link UnreadableException} when a page is damaged (HF-0613), and
 * {@link HoldfastException} HF-0624 once closed.
 */
public final class RecordStore implements AutoCloseable {

    private final OpenStore store;
    private final Writer writer;
    private final Readers<Session> readers;
    private final Rekey rekey;
    private final ReentrantLock closing = new ReentrantLock();
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    private RecordStore(OpenStore store) {
        this.store = store;
        this.writer = new Writer(store);
        this.readers = new Readers<>(store::reader, Session::close, () -> Problems.closed(store.directory()));
        this.rekey = new Rekey(store, writer, readers);
    }

    /** Opens the store of a directory with the defaults of {@link Builder}; throws as {@link Builder#open}. */
    public static RecordStore open(Path directory, StoreKey key) {
        return builder(directory).open(key);
    }

    /** A store to be opened with other settings than the defaults. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Reads one state of the store.
     *
     * @throws HoldfastException HF-0626 within another transaction
     */
    public <T> T read(Function<? super ReadTransaction, ? extends T> function) {
        return enter(() -> readers.with(session -> reading(session, function)));
    }

    private <T> T reading(Session session, Function<? super ReadTransaction, ? extends T> function) {
        RecordTransaction transaction = new RecordTransaction(session, store.names());
        session.sql().beginReading();
        try {
            return function.apply(transaction);
        } finally {
            transaction.end();
            session.sql().rollback();
        }
    }

    /**
     * Changes the store, as a whole: if the function throws, or is cut off, nothing of it has happened.
     *
     * @throws StorageException HF-0612 or HF-0615, which says whether nothing was changed or that is not known
     * @throws HoldfastException HF-0626 within another transaction
     */
    public void write(Consumer<? super WriteTransaction> function) {
        writeAndGet(transaction -> {
            function.accept(transaction);
            return transaction;
        });
    }

    /** As {@link #write}, and gives what the function gives. */
    public <T> T writeAndGet(Function<? super WriteTransaction, ? extends T> function) {
        return enter(() -> writer.write(function));
    }

    /**
     * How often this store was opened, this time included. Keep it where the store's other keeper is, such as in the session,
     * and give it to {@link Builder#expecting} at the next opening.
     */
    public long opens() {
        return store.opens();
    }

    /** Seals everything anew under keys that are fresh; what opens the store stays. As {@link #rekey(StoreKey)}. */
    public void rekey() {
        rekey(store::wrapping, () -> {});
    }

    /**
     * Exchanges the key that opens the store, and seals everything anew under keys that are fresh, in batches between which
     * others write; waits in the end for those who read, who must not wait for it. One re-key waits for another. Once it
     * returns {@code next} alone opens the store. Until then the former key does, too, and if this is cut off or throws both
     * go on to: the next opening finishes it, and the key of that opening is the one that stays. So keep {@code next},
     * durably, before this is called, and the former one until it has returned. Called again, it begins anew, and a
     * {@code next} of before that is another one opens nothing any more. The hashes of keys stay as they are.
     *
     * @throws UnreadableException HF-0620 if a record is damaged, HF-0613 if a page is: both keys go on to open the store, and
     *     openings do not finish this; delete the record, and call again
     */
    public void rekey(StoreKey next) {
        rekey(next, () -> {});
    }

    /** @param afterEachStep runs when one of the steps is committed */
    void rekey(StoreKey next, Runnable afterEachStep) {
        rekey(() -> next.fresh(store.settings().random()), afterEachStep);
    }

    private void rekey(Supplier<WrappingKey> next, Runnable afterEachStep) {
        requireOutside();
        rekey.run(next, afterEachStep);
    }

    /**
     * Looks at every page and opens every record: all of it is read.
     *
     * @return what is wrong, without a key or a value; empty if nothing is
     */
    public List<String> check() {
        return enter(() -> readers.with(session -> inOneState(session, Survey::problems)));
    }

    /** What is in the store, and how much room it takes. */
    public StoreReport report() {
        return enter(() -> readers.with(
                session -> inOneState(session, survey -> survey.report(store.opens(), writer.logBytes()))));
    }

    /** What it has done since it was opened. Reads nothing of it. */
    public StoreActivity activity() {
        return writer.activity();
    }

    private <T> T inOneState(Session session, Function<Survey, T> look) {
        session.sql().beginReading();
        try {
            session.sql().takeState();
            return look.apply(new Survey(session, store.names()));
        } finally {
            session.sql().rollback();
        }
    }

    /**
     * Gives back the room of what was deleted. While it runs others wait to write, and it needs as much room again twice: in
     * the log, and in memory outside of the heap, since nothing goes to a directory that others can read.
     */
    public void vacuum() {
        enter(() -> {
            writer.alone(() -> {
                store.writer().sql().run("VACUUM");
                store.writer().sql().emptyLog();
            });
            return true;
        });
    }

    /**
     * Copies the store as it is at this moment into a directory, durably; others go on. The copy opens with the same key. It
     * counts one opening less: {@link Builder#expecting} takes it for an older store, as it is; who goes on with it opens it
     * without.
     *
     * @param directory made if it is not there; owner-only
     * @throws HoldfastException HF-0628 if there is a store already; nothing was changed
     * @throws BusyException HF-0110 or HF-0621 if the directory is in use; nothing was changed
     */
    public void backup(Path directory) {
        enter(() -> readers.with(session -> {
            Backup.of(session.sql(), directory);
            return true;
        }));
    }

    /** Waits for transactions under way, none of which may wait for it; brings the log home, wipes the keys. Idempotent. */
    @Override
    public void close() {
        requireOutside();
        closing.lock();
        try {
            if (writer.close()) {
                closeReadersAndStore();
            }
        } finally {
            closing.unlock();
        }
    }

    private void closeReadersAndStore() {
        try {
            readers.close();
        } finally {
            store.close();
        }
    }

    /** Does what may not be done within another transaction of this thread. */
    private <T> T enter(Supplier<T> entry) {
        requireOutside();
        inside.set(true);
        try {
            return entry.get();
        } finally {
            inside.remove();
        }
    }

    private void requireOutside() {
        if (inside.get()) {
            throw Problems.nested(store.file());
        }
    }

    /** The directory alone. */
    @Override
    public String toString() {
        return "RecordStore[" + store.directory() + "]";
    }

    /** How a store is opened. Every setting has a default that suits a client on a person's machine. */
    public static final class Builder {

        private static final long LOG_LIMIT = 64L << 20;

        private final Path directory;
        private Durability durability = Durability.DURABLE;
        private long expectedOpens;
        private Duration busy = Duration.ofSeconds(2);
        private long logLimit = LOG_LIMIT;
        private LongConsumer onLogGrowth = bytes -> {};
        private SecureRandom random = new SecureRandom();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * What holds when a write has returned: {@link Durability#DURABLE} by default. With {@link Durability#ATOMIC} a power
         * cut may take back the last writes, whole ones; a killed process takes nothing back.
         */
        public Builder durability(Durability what) {
            durability = what;
            return this;
        }

        /**
         * Refuses a store that was opened less often than this: an older one was put back. Give what {@link RecordStore#opens}
         * told last; 0, the default, expects nothing.
         */
        public Builder expecting(long opens) {
            expectedOpens = opens;
            return this;
        }

        /** How long to wait for a foreign program that has the database locked; 2 s by default. */
        public Builder busy(Duration atMost) {
            busy = atMost;
            return this;
        }

        /**
         * How large the write-ahead log may get before it is brought home at once; 64 MiB by default. It gets there only while
         * a read transaction lasts, or within a very large write.
         */
        public Builder logLimit(long bytes) {
            logLimit = bytes;
            return this;
        }

        /**
         * Hears, in bytes, that the log is beyond its limit and cannot be brought home because of a reader: once, and again
         * whenever it has doubled. Called on the thread that writes, after its commit; must not throw, nor use the store.
         */
        public Builder onLogGrowth(LongConsumer listener) {
            onLogGrowth = listener;
            return this;
        }

        /** Where keys and nonces come from. */
        public Builder random(SecureRandom source) {
            random = source;
            return this;
        }

        /**
         * Opens the store; makes it, and its directory, if it is not there. A re-key that was cut off is finished first; if it
         * meets damage a warning is logged, and the store is open all the same.
         *
         * @throws WrongKeyException HF-0618 if the key opens nothing here
         * @throws StoreRolledBackException HF-0622 if it was opened less often than {@link #expecting} says
         * @throws UnreadableException HF-0617 if it is a newer version's, HF-0614 if it is no database, HF-0616 if it is somebody
         *     else's, HF-0630 if it is no plain file, HF-0613, HF-0619 or HF-0620 if it is damaged
         * @throws BusyException HF-0110 if this JVM has it open, HF-0621 if another process has, HF-0611 if a foreign program
         *     has locked it
         * @throws HoldfastException HF-0627 if the passphrase's algorithm is not at hand; HF-0623 or HF-0629 if SQLite does not
         *     keep its promises here
         * @throws dev.holdfast.storage.UnsafePlaceException if the directory is not this user's alone
         */
        public RecordStore open(StoreKey key) {
            RecordStore opened = new RecordStore(OpenStore.open(settings(), key));
            try {
                opened.rekey.resume();
                return opened;
            } catch (Throwable e) {
                opened.close();
                throw e;
            }
        }

        private StoreSettings settings() {
            return new StoreSettings(directory, durability, expectedOpens, busy, logLimit, onLogGrowth, random);
        }
    }
}
