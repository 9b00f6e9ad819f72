// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastBuilder;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which accounts a command is about, and which key providers it may ask. */
final class AccountsOf {

    @Parameters(index = "0", paramLabel = "APP", description = "The app's id, such as org.example.chat.")
    private String app = "";

    @Option(
            names = "--at",
            paramLabel = "DIR",
            description = "The directory that the app was told to keep its home in. Otherwise: the platform's.")
    private Optional<Path> at = Optional.empty();

    @Option(names = "--user", paramLabel = "USER", description = "This user alone. Otherwise: all who are signed in.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--credential",
            paramLabel = "NAME",
            description = "Ask for this system credential, too, in $CREDENTIALS_DIRECTORY.")
    private Optional<String> credential = Optional.empty();

    @Option(
            names = "--environment",
            paramLabel = "VARIABLE",
            description = "Ask this environment variable for a root key, too.")
    private Optional<String> environment = Optional.empty();

    /** Does something with each, in the order of their users. */
    void each(Consumer<Account> action) {
        requireHome();
        try (Holdfast home = open()) {
            List<String> users = user.map(List::of).orElseGet(home::accounts);
            users.forEach(each -> action.accept(home.account(each)));
        }
    }

    private Holdfast open() {
        HoldfastBuilder builder = Holdfast.builder(app).keys(providers().toArray(KeyProviderFactory[]::new));
        return at.map(builder::at).orElse(builder).open();
    }

    private List<KeyProviderFactory> providers() {
        List<KeyProviderFactory> providers = new ArrayList<>(KeyProviders.installed());
        credential.map(KeyProviders::systemCredential).ifPresent(providers::add);
        environment.map(KeyProviders::environment).ifPresent(providers::add);
        return providers;
    }

    /** A home is made by its app: a mistyped id must not make another. */
    private void requireHome() {
        Path data = at.map(home -> AppPaths.under(app, home))
                .orElseGet(() -> AppPaths.of(app))
                .data();
        if (!Files.exists(data.resolve("home.json"), LinkOption.NOFOLLOW_LINKS)) {
            throw new HoldfastException(new Problem(
                    "HF-0603",
                    "there is no home of this app",
                    data.toString(),
                    "nothing was made",
                    "look at the app's id, and at --at"));
        }
    }
}
