// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What happens to a blob other than being replaced, each in one turn. */
final class LineEdits {

    private final Disk disk;
    private final Contents contents;
    private final Scopes scopes;
    private final Save save;

    LineEdits(Disk disk, Contents contents, Scopes scopes, Save save) {
        this.disk = disk;
        this.contents = contents;
        this.scopes = scopes;
        this.save = save;
    }

    Replacement confirm(Line line, Turn turn, Revision expected) throws IOException {
        Revision now = Save.revision(contents.identify(line.current()));
        if (!turn.decide(now.equals(expected))) {
            return new Replacement.Conflict();
        }
        turn.changing();
        line.syncing(now);
        if (now.isPresent()) {
            disk.sync(line.current());
            scopes.makeDurable(line.name().scope());
        }
        syncIfThere(line.directory());
        line.confirmed(now);
        return new Replacement.Replaced(now);
    }

    /**
     * The history goes first, durably: else a crash could leave it without the current file, which looks like a loss to
     * be mended.
     */
    Replacement delete(Line line, Turn turn, Revision expected) throws IOException {
        Identity current = contents.identify(line.current());
        Revision now = Save.revision(current);
        if (!turn.decide(now.equals(expected))) {
            return new Replacement.Conflict();
        }
        forgetHistory(line, turn, now);
        turn.changing();
        if (current != null) {
            line.passed(current.number());
            disk.unlink(line.current());
        }
        syncIfThere(line.directory());
        line.forget();
        return new Replacement.Replaced(Revision.ABSENT);
    }

    Revision forgetHistory(Line line, Turn turn) throws IOException {
        turn.won();
        Revision now = Save.revision(contents.identify(line.current()));
        forgetHistory(line, turn, now);
        return now;
    }

    private void forgetHistory(Line line, Turn turn, Revision now) throws IOException {
        Generations kept = line.relisted(disk, now);
        List<Path> files = kept.files();
        if (!files.isEmpty()) {
            turn.changing();
            for (Path file : files) {
                unlinkIfThere(file);
            }
            disk.syncDirectory(line.directory());
            kept.clear();
        }
    }

    Replacement pin(Line line, Turn turn, Revision wanted) throws IOException {
        turn.won();
        Identity current = contents.identify(line.current());
        Generations kept = line.relisted(disk, Save.revision(current));
        OptionalLong number = Identity.number(wanted);
        if (number.isEmpty() || !pin(line, turn, current, kept, wanted, number.getAsLong())) {
            return new Replacement.Conflict();
        }
        disk.syncDirectory(line.directory());
        scopes.makeDurable(line.name().scope());
        return new Replacement.Replaced(wanted);
    }

    private boolean pin(
            Line line, Turn turn, @Nullable Identity current, Generations kept, Revision wanted, long number)
            throws IOException {
        if (current != null && current.revision().equals(wanted)) {
            if (!kept.isPinned(number)) {
                turn.changing();
                save.link(line, current, kept.pinnedPath(number));
            }
        } else if (!isKept(kept, wanted, number)) {
            return false;
        } else if (!kept.isPinned(number)) {
            turn.changing();
            disk.rename(kept.plainPath(number), kept.pinnedPath(number));
        }
        kept.pin(number);
        return true;
    }

    private boolean isKept(Generations kept, Revision wanted, long number) throws IOException {
        for (Path file : kept.files(number)) {
            Identity found = contents.identify(file);
            if (found != null && found.isNamedBy(wanted)) {
                return true;
            }
        }
        return false;
    }

    Optional<String> setAside(Line line, Turn turn, Revision unwanted) throws IOException {
        turn.won();
        Identity current = contents.identify(line.current());
        Generations kept = line.relisted(disk, Save.revision(current));
        OptionalLong number = Identity.number(unwanted);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        if (current != null && current.revision().equals(unwanted)) {
            line.passed(current.number());
            return Optional.of(quarantine(line, turn, line.current(), kept, number.getAsLong()));
        }
        if (isKept(kept, unwanted, number.getAsLong())) {
            Path file = kept.files(number.getAsLong()).get(0);
            return Optional.of(quarantine(line, turn, file, kept, number.getAsLong()));
        }
        return Optional.empty();
    }

    /** The place of arrival is synced first: at no time has a power cut neither. */
    private String quarantine(Line line, Turn turn, Path file, Generations kept, long number) throws IOException {
        Path quarantine = scopes.quarantine(line.name().scope());
        Path target = free(quarantine, line.file() + FileNames.MARK + number);
        turn.changing();
        disk.rename(file, target);
        disk.syncDirectory(quarantine);
        for (Path twin : kept.files(number)) {
            unlinkIfThere(twin);
        }
        disk.syncDirectory(line.directory());
        line.forget();
        return target.toString();
    }

    private Path free(Path directory, String name) throws IOException {
        Path target = directory.resolve(name);
        for (int i = 2; Contents.lookAt(disk, target) != null; i++) {
            target = directory.resolve(name + FileNames.MARK + i);
        }
        return target;
    }

    private void unlinkIfThere(Path file) throws IOException {
        try {
            disk.unlink(file);
        } catch (NoSuchFileException e) {
            return; // which was the aim
        }
    }

    private void syncIfThere(Path directory) throws IOException {
        try {
            disk.syncDirectory(directory);
        } catch (NoSuchFileException e) {
            return; // no scope, nothing to make durable
        }
    }
}
