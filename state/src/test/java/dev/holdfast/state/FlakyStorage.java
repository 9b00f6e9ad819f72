// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs something before or after the next call of an operation, and keeps a list of calls. */
final class FlakyStorage extends ForwardingStorage {

    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<String, Runnable> after = new HashMap<>();
    private final Map<String, Runnable> always = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    FlakyStorage(Storage inner) {
        super(inner);
    }

    /** Once, before the operation. */
    synchronized void before(String operation, Runnable action) {
        before.put(operation, action);
    }

    /** Once, after the operation has happened. */
    synchronized void after(String operation, Runnable action) {
        after.put(operation, action);
    }

    /** Before the operation, until {@link #heal}. */
    synchronized void always(String operation, Runnable action) {
        always.put(operation, action);
    }

    synchronized void heal() {
        always.clear();
    }

    synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    static void fail() {
        throw new StorageException(
                new Problem("HF-0110", "the disk is full", null, "see the state", "free some space"),
                StorageException.State.UNKNOWN,
                new IOException("No space left on device"));
    }

    static Runnable unreadable(UnreadableException.Reason reason, Revision revision) {
        return () -> {
            throw new UnreadableException(
                    new Problem("HF-0199", "cannot be read", null, "left as it is", "unlock"), reason, revision, null);
        };
    }

    private <V> V run(String operation, Supplier<V> call) {
        run(called(operation));
        V result = call.get();
        run(done(operation));
        return result;
    }

    private synchronized @Nullable Runnable called(String operation) {
        calls.add(operation);
        Runnable once = before.remove(operation);
        return once != null ? once : always.get(operation);
    }

    private synchronized @Nullable Runnable done(String operation) {
        return after.remove(operation);
    }

    private static void run(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return run("read", () -> super.read(name));
    }

    @Override
    public Revision revision(BlobName name) {
        return run("revision", () -> super.revision(name));
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        return run("replace", () -> super.replace(name, expected, bytes, durability));
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return run("confirm", () -> super.confirm(name, expected));
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return run("delete", () -> super.delete(name, expected));
    }

    @Override
    public List<Generation> history(BlobName name) {
        return run("history", () -> super.history(name));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return run("readGeneration", () -> super.read(name, revision));
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return run("pin", () -> super.pin(name, revision));
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return run("setAside", () -> super.setAside(name, revision));
    }
}
