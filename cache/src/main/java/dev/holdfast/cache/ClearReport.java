// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What became of each cache that was to be cleared, by name, in the order of registration, as it stood when this report
 * was made. Immutable; {@link #await} gives a later one. It holds no cache and nothing that one held.
 */
public final class ClearReport {

    private final List<Clearing> clearings;
    private final List<String> cleared;
    private final List<Failure> failed;
    private final List<String> pending;

    ClearReport(List<Clearing> clearings) {
        List<Clearing> done = clearings.stream().filter(Clearing::isDone).toList();
        this.clearings = clearings;
        this.cleared = names(done.stream().filter(clearing -> clearing.failure().isEmpty()));
        this.failed =
                done.stream().flatMap(clearing -> clearing.failure().stream()).toList();
        this.pending = names(clearings.stream().filter(clearing -> !done.contains(clearing)));
    }

    private static List<String> names(Stream<Clearing> clearings) {
        return clearings.map(Clearing::name).toList();
    }

    /** The caches that hold nothing any more. */
    public List<String> cleared() {
        return cleared;
    }

    /** The caches that could not be cleared. */
    public List<Failure> failed() {
        return failed;
    }

    /** The caches whose thread had not got to it; they will be cleared when it does. */
    public List<String> pending() {
        return pending;
    }

    /**
     * The report once nothing is pending, or as it stands after {@code atMost}. An interrupt does not end the wait; the
     * flag is kept.
     *
     * @param atMost zero or less does not wait
     */
    public ClearReport await(Duration atMost) {
        CompletableFuture.allOf(clearings.stream().map(Clearing::end).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS)
                .join();
        return new ClearReport(clearings);
    }

    /** This and another, as both stand now. */
    public ClearReport and(ClearReport other) {
        return new ClearReport(
                Stream.concat(clearings.stream(), other.clearings.stream()).toList());
    }

    /** For a person: {@code cleared [drafts], failed [profile (java.io.IOException)], pending [avatars]}. */
    @Override
    public String toString() {
        return "cleared " + cleared + ", failed " + failed + ", pending " + pending;
    }

    /**
     * A cache that could not be cleared.
     *
     * @param name as registered
     * @param exception the class of what was thrown; its text may carry what was cached, and is not kept
     */
    public record Failure(String name, String exception) {

        /** For a person: {@code profile (java.io.IOException)}. */
        @Override
        public String toString() {
            return name + " (" + exception + ")";
        }
    }
}
