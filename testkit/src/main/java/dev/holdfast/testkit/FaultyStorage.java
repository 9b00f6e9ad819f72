// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A storage that fails when a test tells it to, before or after the call did its work, and writes down every call. A
 * protocol is tried at each of its steps by a loop:
 *
 * <pre>{@code
 * for (int step = 1; step <= steps; step++) {
 *     FaultyStorage storage = FaultyStorage.over(memory);
 *     storage.onCall(step, Operation.writes()).killBefore();
 *     assertThatExceptionOfType(Killed.class).isThrownBy(() -> logOut(storage));
 *     assertLoggedOut(memory.reopen());
 * }
 * }</pre>
 *
 * <p>{@link #location} and {@link #close} are neither counted nor made to fail. Safe for any number of threads.
 */
public final class FaultyStorage extends ForwardingStorage {

    /**
     * A call that was made, whatever became of it.
     *
     * @param operation what was called
     * @param where the blob or scope, in words
     */
    public record Call(Operation operation, String where) {}

    /** The process is gone, as far as this storage goes: this call and all after it throw, and none does anything. */
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed by a FaultyStorage");
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    private FaultyStorage(Storage inner) {
        super(inner);
    }

    /** A storage that does what {@code inner} does until it is told otherwise. */
    public static FaultyStorage over(Storage inner) {
        return new FaultyStorage(inner);
    }

    /**
     * What is to happen at one call: the {@code number}-th from now, counting from 1, of any of these operations.
     *
     * @throws IllegalArgumentException if there can be no such call
     */
    public Fault onCall(int number, Operation... operations) {
        return add(new Fault(List.of(operations), number, number));
    }

    /**
     * What is to happen at every call of these operations from now on.
     *
     * @throws IllegalArgumentException if there can be no such call
     */
    public Fault onEveryCall(Operation... operations) {
        return add(new Fault(List.of(operations), 1, Integer.MAX_VALUE));
    }

    private Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    /** Takes back everything that was to happen; who was killed lives again. */
    public void heal() {
        faults.clear();
    }

    /** The calls so far, in order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many of the calls so far were of one of these operations. */
    public int count(Operation... operations) {
        List<Operation> counted = List.of(operations);
        return (int) calls.stream()
                .filter(call -> counted.contains(call.operation()))
                .count();
    }

    @Override
    public void create(Scope scope) {
        run(Operation.CREATE, scope, () -> super.create(scope));
    }

    @Override
    public boolean exists(Scope scope) {
        return call(Operation.EXISTS, scope, () -> super.exists(scope));
    }

    @Override
    public List<Scope> scopes(Scope parent) {
        return call(Operation.SCOPES, parent, () -> super.scopes(parent));
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return call(Operation.READ, name, () -> super.read(name));
    }

    @Override
    public Revision revision(BlobName name) {
        return call(Operation.REVISION, name, () -> super.revision(name));
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        return call(Operation.REPLACE, name, () -> super.replace(name, expected, bytes, durability));
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return call(Operation.CONFIRM, name, () -> super.confirm(name, expected));
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return call(Operation.DELETE, name, () -> super.delete(name, expected));
    }

    @Override
    public List<BlobName> list(Scope scope) {
        return call(Operation.LIST, scope, () -> super.list(scope));
    }

    @Override
    public List<BlobName> listKept(Scope scope) {
        return call(Operation.LIST, scope, () -> super.listKept(scope));
    }

    @Override
    public List<Generation> history(BlobName name) {
        return call(Operation.HISTORY, name, () -> super.history(name));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return call(Operation.READ_GENERATION, name, () -> super.read(name, revision));
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return call(Operation.PIN, name, () -> super.pin(name, revision));
    }

    @Override
    public void forgetHistory(BlobName name) {
        run(Operation.FORGET_HISTORY, name, () -> super.forgetHistory(name));
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return call(Operation.SET_ASIDE, name, () -> super.setAside(name, revision));
    }

    @Override
    public void purge(Scope scope) {
        run(Operation.PURGE, scope, () -> super.purge(scope));
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return call(Operation.WATCH, scope, () -> super.watch(scope, hint));
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        return call(Operation.LEASE, scope, () -> super.lease(scope, purpose, mode, wait));
    }

    private void run(Operation operation, Object where, Runnable inner) {
        call(operation, where, () -> {
            inner.run();
            return where;
        });
    }

    private <T> T call(Operation operation, Object where, Supplier<T> inner) {
        calls.add(new Call(operation, where.toString()));
        List<Fault> due =
                faults.stream().filter(fault -> fault.isDue(operation)).toList();
        due.forEach(Fault::before);
        T result = inner.get();
        due.forEach(Fault::after);
        return result;
    }
}
