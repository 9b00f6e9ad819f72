// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is left of accounts that nothing leads to: a directory that was made while its account was being logged out, what
 * a sign-in made whose note is gone. It goes when all of this is certain: no record in the journal and no pointer names it;
 * it has no record of a user; it never had a session, unless it is a ticket's; nobody has it open; nothing of it has
 * changed for a week; and a local directory bears this home's mark. Where one of these cannot be told, it stays.
 */
final class Orphans {

    /** Longer than a sign-in, a backup that is put back by and by, or a holiday with a wrong clock is likely to take. */
    private static final Duration GRACE = Duration.ofDays(7);

    private static final Pattern POINTER = Pattern.compile("\"incarnation\"\\s*:\\s*\"(?:[0-9a-z]{25})?\"");

    private final Home home;
    private final Storage storage;
    private final Places places;

    Orphans(Home home) {
        this.home = home;
        this.storage = home.storage();
        this.places = home.places();
    }

    /** Deletes what was discarded and survived a crash. */
    void sweep() {
        attempt(places::sweep);
    }

    /** Begins log-outs of what is certain to be left over, and discards local directories where there is no account. */
    void prune() {
        attempt(() -> {
            List<Incarnation> suspects = suspects();
            if (!suspects.isEmpty()) {
                pointers()
                        .ifPresent(pointers -> suspects.stream()
                                .filter(suspect ->
                                        pointers.stream().noneMatch(pointer -> pointer.contains(suspect.id())))
                                .forEach(suspect -> attempt(() -> prune(suspect))));
            }
        });
    }

    /** What throws is in doubt, and stays. */
    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            Log.LOGGER.log(Level.DEBUG, "It could not be told what is left over, or not be removed; it stays", e);
        }
    }

    private List<Incarnation> suspects() {
        return Stream.concat(home.roster().incarnations(), places.incarnations())
                .distinct()
                .filter(this::isUnclaimed)
                .toList();
    }

    private boolean isUnclaimed(Incarnation incarnation) {
        return !home.journal().isNoted(incarnation)
                && !isKept(incarnation.account())
                && (!isKept(incarnation.session()) || isKept(incarnation.ticket()));
    }

    private boolean isKept(BlobName name) {
        return storage.revision(name).isPresent() || !storage.history(name).isEmpty();
    }

    /** What all pointers say; empty if one of them is not to be understood: it may lead anywhere. */
    private Optional<List<String>> pointers() {
        List<String> texts = Stream.concat(storage.list(Incarnation.BY_USER).stream(), Stream.of(Roster.LATEST))
                .flatMap(name -> storage.read(name).stream())
                .map(stored -> new String(stored.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
        return texts.stream().allMatch(POINTER.asPredicate()) ? Optional.of(texts) : Optional.empty();
    }

    private void prune(Incarnation suspect) {
        Optional<Lease> alone = home.alive(suspect, LeaseMode.EXCLUSIVE, Duration.ZERO);
        alone.ifPresent(held -> {
            try {
                if (isUnclaimed(suspect) && isOld(suspect)) {
                    remove(suspect);
                }
            } finally {
                held.close();
            }
        });
    }

    /** What tells no time is not old. */
    private boolean isOld(Incarnation suspect) {
        Instant limit = home.now().minus(GRACE);
        Stream<Instant> blobs = storage.listKept(suspect.scope()).stream().flatMap(this::written);
        return Stream.concat(blobs, places.lastModified(suspect).stream())
                .max(Instant::compareTo)
                .filter(last -> last.isBefore(limit))
                .isPresent();
    }

    private Stream<Instant> written(BlobName name) {
        return Stream.concat(
                storage.read(name).map(Stored::modified).stream(),
                storage.history(name).stream().map(Generation::written));
    }

    private void remove(Incarnation orphan) {
        Log.LOGGER.log(Level.INFO, "Nothing leads to {0}, which is old: it is removed", orphan.scope());
        if (storage.exists(orphan.scope())) {
            Logout.begin(home, orphan, "");
        } else {
            places.roots().stream()
                    .filter(root -> places.isMarked(root, orphan))
                    .forEach(root -> places.discard(root, orphan));
        }
    }
}
