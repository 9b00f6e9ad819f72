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
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    private final List<KeyProviderFactory> more = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--credential",
            paramLabel = "NAME",
            description = "Ask for this system credential, too, in $CREDENTIALS_DIRECTORY.")
    void credential(String name) {
        ask(name, "--credential", KeyProviders::systemCredential);
    }

    @Option(
            names = "--environment",
            paramLabel = "VARIABLE",
            description = "Ask this environment variable for a root key, too.")
    void environment(String variable) {
        ask(variable, "--environment", KeyProviders::environment);
    }

    private void ask(String name, String option, Function<String, KeyProviderFactory> provider) {
        try {
            more.add(provider.apply(name));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage());
        }
    }

    /**
     * Does something with each, in the order of their users. One that fails keeps no other from it.
     *
     * @param done takes a user and what came of it
     * @param failed takes a user and what is wrong
     */
    void each(Function<Account, String> action, BiConsumer<String, String> done, BiConsumer<String, String> failed) {
        requireHome();
        try (Holdfast home = open()) {
            for (String each : user.map(List::of).orElseGet(home::accounts)) {
                try {
                    done.accept(each, action.apply(home.account(each)));
                } catch (HoldfastException e) {
                    failed.accept(each, e.getMessage());
                }
            }
        }
    }

    private Holdfast open() {
        HoldfastBuilder builder = Holdfast.builder(app).keys(providers().toArray(KeyProviderFactory[]::new));
        return at.map(builder::at).orElse(builder).open();
    }

    private List<KeyProviderFactory> providers() {
        List<KeyProviderFactory> providers = new ArrayList<>(KeyProviders.installed());
        providers.addAll(more);
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
