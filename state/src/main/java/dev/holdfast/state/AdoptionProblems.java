// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** What can go wrong when a file of the app's own becomes a document. */
final class AdoptionProblems {

    private static final String UNTOUCHED = "the file and the document are as they were";
    private static final String AGAIN = "stop the other program, and start again";

    private AdoptionProblems() {}

    static HoldfastException noVersion(String schema, int assumed, int current) {
        return new HoldfastException(new Problem(
                "HF-0265",
                "version " + assumed + " is assumed, the schema has 1 to " + current,
                schema,
                UNTOUCHED,
                "name the version whose data the file holds"));
    }

    static HoldfastException notAdoptable(Path file, String what) {
        return new HoldfastException(new Problem(
                "HF-0266",
                "this is not a plain file of its own but " + what,
                file.toString(),
                UNTOUCHED,
                "name the file itself, or put a copy in its place"));
    }

    static HoldfastException unreadable(Path file, IOException cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0267",
                        "the old file cannot be read",
                        file.toString(),
                        "it is left as it is",
                        "look at its owner and mode and at the disk's health, then start again"),
                cause);
    }

    static HoldfastException unfit(Path file, String why) {
        return new HoldfastException(new Problem(
                "HF-0268",
                "the old file cannot be taken over: " + why,
                file.toString(),
                "it is left as it is, and the document has nothing of it",
                "mend the schema, the assumed version or the file, or move the file away"));
    }

    static HoldfastException bothExist(Path file, String document) {
        return new HoldfastException(
                new Problem(
                        "HF-0269",
                        "the old file is not what the document " + document + " was made of",
                        file.toString(),
                        "neither took the place of the other",
                        "to go on with the document, move the file away; to take the file instead, delete() the document first"));
    }

    static HoldfastException changing(Path file) {
        return new HoldfastException(new Problem(
                "HF-0270",
                "the old file changes faster than it can be taken over",
                file.toString(),
                "the file is in its place; the document holds what it was a moment ago",
                AGAIN));
    }

    static Problem notSetAside(Path file, IOException cause) {
        return new Problem(
                "HF-0271",
                "the old file could not be set aside durably: "
                        + cause.getClass().getSimpleName(),
                file.toString(),
                "the document holds it, durably; the file is in its place, or beside it",
                "look at the owner and mode of its directory; the next start tries again");
    }

    static Problem dropped(Path file, String why) {
        return new Problem(
                "HF-0272",
                "not all of the old file was taken over: " + why,
                file.toString(),
                "the file's own bytes are kept beside it",
                "give the type a component for it, with a migration, before the file is deleted");
    }

    static HoldfastException notReadBack(Path file, String document) {
        return new HoldfastException(new Problem(
                "HF-0273",
                "what was stored does not come back as the old file gave it",
                document,
                "the file is in its place: " + file,
                "look at the codec, at other writers of the document and at the disk's health"));
    }

    static BusyException busy(Path file) {
        return new BusyException(new Problem(
                "HF-0274", "another process is taking over the old file", file.toString(), UNTOUCHED, AGAIN));
    }
}
