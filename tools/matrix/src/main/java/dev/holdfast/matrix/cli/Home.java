// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastBuilder;
import dev.holdfast.NotRestored;
import dev.holdfast.Restore;
import dev.holdfast.Restored;
import dev.holdfast.matrix.MatrixClient;
import dev.holdfast.matrix.MatrixClients;
import dev.holdfast.storage.AppPaths;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Where the sessions are kept, and which one is meant. */
final class Home {

    static final MatrixClients CLIENTS = MatrixClients.of("holdfast matrix");

    private static final String APP = "dev.holdfast.matrix";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Keep everything in this directory. Otherwise: where the platform wants it.")
    private Optional<Path> at = Optional.empty();

    @Option(
            names = "--account",
            paramLabel = "USER",
            scope = ScopeType.INHERIT,
            description = "Whose session, such as @alice:example.org, where several are signed in.")
    private Optional<String> account = Optional.empty();

    /** Something that is done with a running client. */
    @FunctionalInterface
    interface Action {
        void run(Chat chat);
    }

    /** Opens the home, and makes it if it is not there. */
    Holdfast open() {
        HoldfastBuilder builder = Holdfast.builder(APP);
        return at.map(builder::at).orElse(builder).open();
    }

    /** Opens the home of somebody who has signed in: a mistyped directory must not become another. */
    Holdfast openKnown() {
        if (!Files.exists(data().resolve("home.json"), LinkOption.NOFOLLOW_LINKS)) {
            throw Problems.nobody(data().toString());
        }
        return open();
    }

    private Path data() {
        return at.map(home -> AppPaths.under(APP, home))
                .orElseGet(() -> AppPaths.of(APP))
                .data();
    }

    /** The user who is meant: the only one, or the one who is named. */
    String user(Holdfast app, CommandSpec spec) {
        List<String> users = app.accounts();
        if (account.isPresent()) {
            return account.filter(users::contains).orElseThrow(() -> Problems.nobody(account.get()));
        }
        if (users.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "Whose? --account is one of " + Plain.of(String.join(", ", users)));
        }
        return users.stream().findFirst().orElseThrow(() -> Problems.nobody(data().toString()));
    }

    /** Goes on with the saved session, does something, and stops again; Ctrl-C stops it earlier, as orderly. */
    void restored(CommandSpec spec, Action action) {
        try (Interrupt interrupt = Interrupt.watch();
                Holdfast app = openKnown()) {
            Restored<MatrixClient> restored = restore(app, user(app, spec));
            action.run(new Chat(restored, interrupt, spec.commandLine()));
        } catch (Interrupt.Asked e) {
            // All is closed, and the process ends.
        }
    }

    private static Restored<MatrixClient> restore(Holdfast app, String user) {
        Restore<MatrixClient> restore = app.sessions(CLIENTS).restore(user);
        if (restore instanceof Restored<MatrixClient> restored) {
            return restored;
        }
        throw restore instanceof NotRestored<MatrixClient> not ? Problems.notRestored(not) : Problems.nobody(user);
    }
}
