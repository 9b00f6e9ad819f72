// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Named blobs in scopes, each replaced as a whole. Everything that Holdfast keeps goes through this seam; what it
 * promises here every implementation keeps, and the contract suite in the testkit proves it.
 *
 * <ul>
 *   <li><b>Whole.</b> A reader sees the bytes of one write or of none, never a mixture, whoever writes meanwhile and
 *       whenever the writer dies.
 *   <li><b>Compared.</b> {@link #replace} and {@link #delete} act only on the revision that the caller names. A
 *       {@link Replacement.Conflict} is a value, and certain: nothing was changed. An exception means that the write
 *       may or may not have happened, unless its class says otherwise; read again before going on.
 *   <li><b>Durable.</b> See {@link Durability}. The earlier revision stays readable through {@link #history} until an
 *       implementation's limit of generations drops it; a pinned one is never dropped.
 *   <li><b>Scoped.</b> A blob lives in a {@link Scope}, made by {@link #create} alone: no write brings a scope back.
 *       A scope whose {@linkplain Scope#retirement() retirement record} exists is retired: it can still be read, and
 *       blobs can be deleted from it, but {@link #replace} and {@link #create} refuse. After {@link #purge} no reader
 *       sees anything of it.
 * </ul>
 *
 * What it does not offer: transactions over several blobs, renaming, partial reads or writes, ordering between blobs.
 *
 * <p>All methods may be called by any number of threads and, where the implementation is shared, processes. An interrupt
 * never loses an operation: it is waited for and the thread's flag is kept. Byte arrays are copied nowhere: a caller
 * gives one away on a write and owns the one that it read.
 *
 * <p>Every method may throw {@link StorageException} when the medium fails, {@link BusyException} when another writer
 * kept a blob's lock beyond the deadline (nothing was changed), and {@link ClosedException} HF-0101 once closed.
 */
public interface Storage extends AutoCloseable {

    /**
     * Makes a scope and those above it, durably; does nothing if they are there.
     *
     * @throws ScopeGoneException if the scope or one above it is retired
     */
    void create(Scope scope);

    /** Whether the scope was created and not purged. A retired scope exists until it is purged. */
    boolean exists(Scope scope);

    /** The scopes directly below {@code parent}, in no order; empty if there are none. */
    List<Scope> scopes(Scope parent);

    /**
     * The current content of a blob; empty if there is none, or no such scope.
     *
     * @throws UnreadableException if there is something that cannot be given: damaged, too large, sealed under a key
     *     that is not to be had. It is left where it is.
     */
    Optional<Stored> read(BlobName name);

    /** The current revision of a blob, without reading the whole of it; {@link Revision#ABSENT} if there is none. */
    Revision revision(BlobName name);

    /**
     * Puts {@code bytes} in the place of the revision {@code expected}, which becomes the newest generation of the
     * blob's history.
     *
     * @param expected what the caller last read, or {@link Revision#ABSENT} to create the blob
     * @return the new revision, or a conflict if the current revision is another one
     * @throws ScopeGoneException if the scope does not exist or is retired; nothing was written
     */
    Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability);

    /**
     * Makes certain that {@code expected}, if it is the current revision, survives a power cut, whoever wrote it. A
     * revision becomes visible before it is durable; what must not be taken back is confirmed before it is acted on.
     */
    Replacement confirm(BlobName name, Revision expected);

    /**
     * Removes a blob, its history and its pinned generations, durably. What was {@linkplain #setAside set aside} stays.
     *
     * @return {@link Revision#ABSENT} as the new revision, or a conflict
     */
    Replacement delete(BlobName name, Revision expected);

    /** The blobs of a scope that have a current revision, in no order; empty if there is no such scope. */
    List<BlobName> list(Scope scope);

    /**
     * The blobs of a scope of which anything can be read, in no order: besides those that are {@linkplain #list listed}
     * those of which earlier revisions alone are left, because the current one was lost or set aside.
     */
    List<BlobName> listKept(Scope scope);

    /** The earlier revisions that are kept of a blob, newest first, without the current one. */
    List<Generation> history(BlobName name);

    /** The content of the current revision or of a generation; empty if it is not kept any more. */
    Optional<Stored> read(BlobName name, Revision revision);

    /**
     * Keeps a revision, current or earlier, from ever being dropped from the history; durable when it returns.
     *
     * @return the revision, or a conflict if it is not kept any more
     */
    Replacement pin(BlobName name, Revision revision);

    /** Drops the blob's history, pinned generations included; the current revision stays. */
    void forgetHistory(BlobName name);

    /**
     * Takes a revision, current or earlier, out of the blob's line into quarantine, durably: its bytes are kept as they
     * are, and no reader of the blob sees them any more.
     *
     * @return where the bytes are now, in words for a person; empty if the revision was not there any more
     */
    Optional<String> setAside(BlobName name, Revision revision);

    /**
     * Removes a scope with all that is in it: current blobs, history, quarantine. When it returns no reader sees any of
     * it, for good; physical deletion may follow. Does nothing if there is no such scope.
     *
     * @throws IllegalArgumentException for the home itself, which always exists
     */
    void purge(Scope scope);

    /**
     * Calls {@code hint} after blobs of the scope have changed, by whomever, on a thread of the storage. A hint may come
     * late, twice, or for nothing; so it only says where to look.
     */
    Watch watch(Scope scope, Consumer<BlobName> hint);

    /**
     * Takes a hold on something that belongs to a scope, until it is closed or the process ends, however it ends. Any
     * number of holders may share it, or one has it alone. Names are independent of blobs.
     *
     * @param purpose what is held, such as {@code "run"}
     * @param wait how long to try; {@link Duration#ZERO} tries once
     * @return empty if others hold it in a way that excludes this one
     */
    Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait);

    /** Where a blob is kept, in words for a person: a path, or a table and key. Nothing need be there. */
    String location(BlobName name);

    /** Releases what this storage holds; writes under way are finished first. Idempotent. */
    @Override
    void close();
}
