// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the earlier revisions of a blob, on any thread and without a lock. */
final class History {

    private final Disk disk;
    private final Contents contents;

    History(Disk disk, Contents contents) {
        this.disk = disk;
        this.contents = contents;
    }

    /** What is kept besides the current revision, which a crash may have left with a generation's name as well. */
    List<Generation> list(Line line) throws IOException {
        Generations kept = Generations.list(disk, line.directory(), line.file());
        FileFacts current = Contents.lookAt(disk, line.current());
        List<Generation> found = new ArrayList<>();
        for (long number : kept.numbers()) {
            if (current == null || current.micros() != number) {
                identify(kept, number)
                        .map(each ->
                                new Generation(each.revision(), each.facts().modified(), kept.isPinned(number)))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** One that cannot be read hides no others. */
    private Optional<Identity> identify(Generations kept, long number) {
        Path file = kept.files(number).get(0);
        try {
            return Optional.ofNullable(contents.identify(file));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // dropped meanwhile
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.WARNING, "A generation cannot be read: " + file, e);
            return Optional.empty();
        }
    }

    /**
     * The content of a revision, current or kept. The current file is looked at first: a revision that is replaced
     * meanwhile has its generation's name by then.
     */
    Optional<Stored> read(Line line, Revision wanted) {
        OptionalLong number = Identity.number(wanted);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<Stored> found = readIf(line.current(), wanted);
        for (Path file : Generations.candidates(line, number.getAsLong())) {
            if (found.isEmpty()) {
                found = readIf(file, wanted);
            }
        }
        return found;
    }

    private Optional<Stored> readIf(Path file, Revision wanted) {
        return identify(file)
                .filter(each -> each.isNamedBy(wanted))
                .flatMap(each -> contents.read(file))
                .filter(stored -> Identity.sameContent(stored.revision(), wanted));
    }

    private Optional<Identity> identify(Path file) {
        try {
            return Optional.ofNullable(contents.identifyUnlocked(file));
        } catch (IOException e) {
            throw Faults.unreadable(file, e);
        }
    }
}
