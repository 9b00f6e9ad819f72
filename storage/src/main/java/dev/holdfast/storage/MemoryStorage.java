// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import dev.holdfast.storage.Replacement.Conflict;
import dev.holdfast.storage.Replacement.Replaced;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A storage in this process's memory, for tests and for what need not outlive the process. It keeps every promise of
 * {@link Storage} except that nothing survives the end of the process, whatever the {@link Durability}. Three
 * generations are kept of each blob, besides those that are pinned.
 *
 * <p>Any number of threads may use it; they take turns. Hints come on one daemon thread, {@code holdfast-memory-watch},
 * from the first of them until {@link #close}.
 */
public final class MemoryStorage implements Storage {

    private static final int GENERATIONS = 3;

    private final MemoryScopes scopes;
    private final MemoryLeases leases = new MemoryLeases();
    private final MemoryHints hints = new MemoryHints();
    private final Clock clock;
    private boolean closed; // guarded by scopes

    /** An empty storage that takes the time of its writes from the system. */
    public MemoryStorage() {
        this(Clock.systemUTC());
    }

    /** @param clock tells when something was written */
    public MemoryStorage(Clock clock) {
        this(new MemoryScopes(), clock);
    }

    private MemoryStorage(MemoryScopes scopes, Clock clock) {
        this.scopes = scopes;
        this.clock = clock;
    }

    /**
     * What a process finds that starts after this one: the same scopes and blobs, no lease, no watch. This storage is
     * closed, if it is not yet.
     */
    public MemoryStorage reopen() {
        close();
        return new MemoryStorage(scopes, clock);
    }

    /** What was {@linkplain #setAside set aside} of a blob, in that order. */
    public List<Stored> quarantine(BlobName name) {
        return whenOpen(() -> scopes.find(name).map(MemoryBlob::aside).orElse(List.of()));
    }

    @Override
    public void create(Scope scope) {
        run(() -> scopes.create(scope));
    }

    @Override
    public boolean exists(Scope scope) {
        return whenOpen(() -> scopes.exists(scope));
    }

    @Override
    public List<Scope> scopes(Scope parent) {
        return whenOpen(() -> scopes.below(parent));
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return whenOpen(() -> scopes.find(name).flatMap(MemoryBlob::read));
    }

    @Override
    public Revision revision(BlobName name) {
        return whenOpen(() -> scopes.revision(name));
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        return whenOpen(() -> {
            MemoryBlob blob = scopes.writable(name);
            return ifCurrent(name, expected, () -> {
                Revision revision = scopes.next();
                blob.replace(revision, bytes, clock.instant(), GENERATIONS);
                hints.changed(name);
                return revision;
            });
        });
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return whenOpen(() -> ifCurrent(name, expected, () -> expected));
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return whenOpen(() -> ifCurrent(name, expected, () -> {
            scopes.find(name).ifPresent(MemoryBlob::delete);
            hints.changed(name);
            return Revision.ABSENT;
        }));
    }

    @Override
    public List<BlobName> list(Scope scope) {
        return whenOpen(() -> scopes.list(scope));
    }

    @Override
    public List<BlobName> listKept(Scope scope) {
        return whenOpen(() -> scopes.listKept(scope));
    }

    @Override
    public List<Generation> history(BlobName name) {
        return whenOpen(() -> scopes.find(name).map(MemoryBlob::history).orElse(List.of()));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return whenOpen(() -> scopes.find(name).flatMap(blob -> blob.read(revision)));
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return whenOpen(
                () -> scopes.find(name).filter(blob -> blob.pin(revision)).isPresent()
                        ? new Replaced(revision)
                        : new Conflict());
    }

    @Override
    public void forgetHistory(BlobName name) {
        run(() -> scopes.find(name).ifPresent(MemoryBlob::forgetHistory));
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return whenOpen(() -> {
            Optional<MemoryBlob> found = scopes.find(name).filter(blob -> blob.setAside(revision));
            found.ifPresent(blob -> hints.changed(name));
            return found.map(blob -> "revision " + revision.text() + " in the quarantine of " + location(name));
        });
    }

    @Override
    public void purge(Scope scope) {
        if (scope.equals(Scope.HOME)) {
            throw new IllegalArgumentException("The home always exists");
        }
        run(() -> {
            List<BlobName> gone = scopes.list(scope);
            scopes.purge(scope);
            gone.forEach(hints::changed);
        });
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return whenOpen(() -> hints.watch(scope, hint));
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        return leases.take(scope, purpose, mode, wait);
    }

    @Override
    public String location(BlobName name) {
        return "memory: " + name;
    }

    @Override
    public void close() {
        synchronized (scopes) {
            closed = true;
        }
        leases.close();
        hints.close();
    }

    private Replacement ifCurrent(BlobName name, Revision expected, Supplier<Revision> write) {
        return scopes.revision(name).equals(expected) ? new Replaced(write.get()) : new Conflict();
    }

    private <T> T whenOpen(Supplier<T> action) {
        synchronized (scopes) {
            requireOpen();
            return action.get();
        }
    }

    private void run(Runnable action) {
        synchronized (scopes) {
            requireOpen();
            action.run();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Faults.closed("memory");
        }
    }
}
