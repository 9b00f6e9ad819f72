// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.KnownAccountException;
import dev.holdfast.LogIn;
import dev.holdfast.Restored;
import dev.holdfast.SessionManager;
import dev.holdfast.matrix.MatrixClient;
import dev.holdfast.secrets.SecretString;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The beginning of a session. */
@Command(
        name = "sign-in",
        description =
                "Signs in with a password, and keeps the session. Who is known here goes on as the same device, with"
                        + " all that it could read.",
        mixinStandardHelpOptions = true)
final class SignIn implements Runnable {

    @Parameters(index = "0", paramLabel = "USER", description = "Such as @alice:example.org; with --server: alice.")
    private String user = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The homeserver, such as https://example.org. Otherwise: the one in USER.")
    private Optional<String> server = Optional.empty();

    @Mixin
    private Password password = new Password();

    @ParentCommand
    private Main matrix;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        URI homeserver = new ServerAddress(spec.commandLine()).of(user, server);
        try (SecretString secret = password.read(spec.commandLine(), user);
                Interrupt interrupt = Interrupt.watch();
                Holdfast app = matrix.home().open()) {
            Restored<MatrixClient> restored =
                    signedIn(app, handle -> Home.CLIENTS.logIn(handle, homeserver, user, secret));
            welcome(new Chat(restored, interrupt, spec.commandLine()));
        } catch (Interrupt.Asked e) {
            // All is closed, and the process ends.
        }
    }

    /** Who it is, the server says; an account that is here is gone on with. */
    private static Restored<MatrixClient> signedIn(Holdfast app, LogIn<MatrixClient, RuntimeException> logIn) {
        SessionManager<MatrixClient> sessions = app.sessions(Home.CLIENTS);
        try {
            return sessions.signIn(logIn);
        } catch (KnownAccountException e) {
            return sessions.signIn(app.account(e.user()), logIn);
        }
    }

    /** From the first sync on, what others say is encrypted for this device, too. */
    private static void welcome(Chat chat) {
        chat.line("signed in", chat.client().user(), "as device", chat.client().device());
        chat.catchUp();
    }
}
