// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an import did. Prints as a table that a person can read; shows no token and no passphrase.
 *
 * @param outcome how it ended
 * @param file the file that was to be imported
 * @param user whose account it became; empty if there was nothing
 * @param host of the server; empty if there was nothing
 * @param store the account's store that the database became; empty if there is none
 * @param database where the database was; empty if it was not moved by this call
 * @param warnings what is not as it should be: the account is whole all the same
 */
public record ImportReceipt(
        Outcome outcome,
        Path file,
        Optional<String> user,
        Optional<String> host,
        Optional<String> store,
        Optional<Path> database,
        List<Problem> warnings) {

    /** Copies the list. */
    public ImportReceipt {
        warnings = List.copyOf(warnings);
    }

    /** How an import ended. */
    public enum Outcome {
        /** The file is an account now, begun by this call or an earlier one. */
        IMPORTED,
        /** The account had all of it; the file was still there, or there again, and was removed. */
        ALREADY_IMPORTED,
        /** There is no such file. */
        NOTHING_THERE
    }

    static ImportReceipt nothing(Path file) {
        return new ImportReceipt(
                Outcome.NOTHING_THERE,
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** Whether the plain text is still where it was: HF-0556 is among the warnings. */
    public boolean isFileLeft() {
        return warnings.stream().anyMatch(warning -> warning.code().equals(ImportProblems.NOT_REMOVED));
    }

    /** The table. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("Import of ").append(file);
        if (outcome == Outcome.NOTHING_THERE) {
            return table.append(": nothing there").toString();
        }
        row(table, "session", "of " + user.orElseThrow() + " at " + host.orElse("?") + ": " + sealed());
        row(table, "database", databaseRow());
        row(table, "file", isFileLeft() ? "still there" : "removed");
        warnings.forEach(warning -> row(table, "warning", warning.code() + " " + warning.what()));
        row(table, "next", "let the server exchange the tokens, and give the store another passphrase:");
        return row(table, "", "what the disk or a backup kept of the file can still be read")
                .toString();
    }

    private String sealed() {
        return outcome == Outcome.IMPORTED ? "sealed, and read back" : "sealed before";
    }

    private String databaseRow() {
        String into = store.map(name -> "store " + name).orElse("none");
        return database.map(from -> into + ", moved from " + from).orElse(into);
    }

    private static StringBuilder row(StringBuilder table, String name, String text) {
        return table.append("\n  %-9s %s".formatted(name, text));
    }
}
