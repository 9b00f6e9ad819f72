// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NotRestored;
import dev.holdfast.Restore;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.passphrase.PassphraseKeys;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The same home in one process after another, each with a real environment and a real standard input to type at. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no env command, nor systemd")
class RootKeysTest {

    private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
    private static final String OTHER_KEY = "ff".repeat(32);

    /** Where the root key, or the key itself, comes from. */
    enum Kind {
        FILE_KEY,
        ENVIRONMENT,
        SYSTEM_CREDENTIAL,
        PASSPHRASE
    }

    /** What a process is given of it. */
    enum Given {
        RIGHT,
        WRONG,
        NOTHING
    }

    @TempDir
    private Path directory;

    private Path home() {
        return directory.resolve("home");
    }

    @ParameterizedTest
    @EnumSource
    void theRightOneOpensInTheNextProcessWhatWasSealed(Kind kind) throws Exception {
        assertThat(run(kind, Given.RIGHT, "sign in")).containsExactly("signed in under " + kind);
        assertThat(run(kind, Given.RIGHT, "restore")).containsExactly("Restored", "LOADED draft text");
        assertThat(String.join("", HomeFiles.contents(home()).values()))
                .doesNotContain("secret-token", "store-passphrase", KEY, "correct horse");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FILE_KEY")
    @Tag("real")
    void anotherOneIsAWrongKeyAndLosesNothing(Kind kind) throws Exception {
        assertNothingIsLost(kind, Given.WRONG, "WRONG_KEY");
    }

    /** A person who never answers keeps neither the restore nor the process. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FILE_KEY")
    @Tag("real")
    void noneIsAnUnavailableKeyAndLosesNothing(Kind kind) throws Exception {
        assertNothingIsLost(kind, Given.NOTHING, "KEY_UNAVAILABLE");
    }

    private void assertNothingIsLost(Kind kind, Given given, String reason) throws Exception {
        run(kind, Given.RIGHT, "sign in");
        Map<String, String> before = HomeFiles.contents(home());
        assertThat(run(kind, given, "restore")).containsExactly("NotRestored " + reason, reason + " ");
        assertThat(HomeFiles.contents(home())).isEqualTo(before);
        assertThat(run(kind, Given.RIGHT, "restore")).containsExactly("Restored", "LOADED draft text");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FILE_KEY")
    @Tag("real")
    void theReceiptSaysWhoCanReadAnEarlierCopyAndSoItIs(Kind kind) throws Exception {
        run(kind, Given.RIGHT, "sign in");
        Path copy = directory.resolve("copy");
        HomeFiles.copy(home(), copy);
        assertThat(run(kind, Given.RIGHT, "log out"))
                .containsExactly("DONE copies stay readable to who has the root key", "complete");
        Files.move(home(), directory.resolve("after log-out"));
        Files.move(copy, home());
        assertThat(run(kind, Given.WRONG, "restore")).startsWith("NotRestored WRONG_KEY");
        assertThat(run(kind, Given.RIGHT, "restore")).containsExactly("Restored", "LOADED draft text");
    }

    /** What the process says, to its very end. */
    private List<String> run(Kind kind, Given given, String action) throws Exception {
        try (ChildJvm child =
                ChildJvm.start(environment(kind, given), List.of(), Life.class, home(), kind, given, action)) {
            if (kind == Kind.PASSPHRASE && given != Given.NOTHING) {
                child.tell(given == Given.RIGHT ? "correct horse" : "incorrect horse");
            }
            List<String> lines = child.lines();
            child.end();
            return lines;
        }
    }

    private List<String> environment(Kind kind, Given given) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        String key = given == Given.RIGHT ? KEY : OTHER_KEY;
        if (kind == Kind.ENVIRONMENT && given != Given.NOTHING) {
            command.add("BOT_KEY=" + key);
        }
        if (kind == Kind.SYSTEM_CREDENTIAL && given != Given.NOTHING) {
            command.add("CREDENTIALS_DIRECTORY=" + credentials(given, key));
        }
        return command;
    }

    private Path credentials(Given given, String key) throws IOException {
        Path credentials = Files.createDirectories(directory.resolve("credentials-" + given));
        Path file = Files.writeString(credentials.resolve("bot-key"), key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rwx------"));
        return credentials;
    }

    static final class Life {

        public static void main(String[] arguments) throws Exception {
            Kind kind = Kind.valueOf(arguments[1]);
            KeyProviderFactory keys = keys(kind, Given.valueOf(arguments[2]));
            try (Holdfast app = Holdfast.builder(Chat.APP)
                    .at(Path.of(arguments[0]))
                    .keys(keys)
                    .open()) {
                switch (arguments[3]) {
                    case "sign in" -> signIn(app, keys);
                    case "restore" -> restore(app);
                    default -> logOut(app);
                }
            }
        }

        private static KeyProviderFactory keys(Kind kind, Given given) {
            return switch (kind) {
                case FILE_KEY -> KeyProviders.keyFile();
                case ENVIRONMENT -> KeyProviders.environment("BOT_KEY");
                case SYSTEM_CREDENTIAL -> KeyProviders.systemCredential("bot-key");
                case PASSPHRASE -> given == Given.NOTHING ? typed().within(Duration.ofMillis(200)) : typed();
            };
        }

        private static PassphraseKeys typed() {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            List<String> lines = new ArrayList<>();
            return PassphraseKeys.of((app, occasion) -> {
                synchronized (lines) {
                    if (lines.isEmpty()) {
                        lines.add(line(in));
                    }
                    return Optional.of(SecretString.copyOf(lines.get(0)));
                }
            });
        }

        private static String line(BufferedReader in) {
            try {
                return in.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void signIn(Holdfast app, KeyProviderFactory keys) throws IOException {
            Chat.signIn(app);
            System.out.println("signed in under " + keys.level());
        }

        private static void restore(Holdfast app) {
            Restore<Chat.Client> restore = app.sessions(new Chat()).restoreLatest();
            System.out.println(
                    restore instanceof NotRestored<Chat.Client> not
                            ? "NotRestored " + not.reason()
                            : restore.getClass().getSimpleName());
            Document<Draft> draft = app.account(Chat.ALICE).document(Draft.SCHEMA);
            System.out.println(draft.load().outcome() + " " + draft.get().text());
        }

        private static void logOut(Holdfast app) {
            LogoutReceipt receipt = app.account(Chat.ALICE).logOut();
            receipt.steps().stream()
                    .filter(step -> step.name().equals("destroy keys"))
                    .forEach(step -> System.out.println(step.outcome() + " " + step.detail()));
            System.out.println(receipt.isComplete() ? "complete" : "pending");
        }
    }
}
