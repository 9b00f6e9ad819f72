// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The keys at other providers. */
@Command(
        name = "move",
        description = "Moves the keys to other key providers, such as from a key file to the keyring.",
        mixinStandardHelpOptions = true)
final class MoveKeys extends KeysCommand {

    private List<String> to = List.of();

    @Option(
            names = "--to",
            paramLabel = "PROVIDER",
            required = true,
            description = "Who has the keys from now on, the preferred first: os-keyring, key-file, system-credential,"
                    + " environment. Each of several has a copy.")
    void to(String providers) {
        to = List.of(providers.split(",", -1));
        if (to.contains("") || Set.copyOf(to).size() < to.size()) {
            throw usage("--to: names providers, with commas between them, and each once");
        }
    }

    @Override
    String run(Account account) {
        account.protection().moveTo(to.toArray(String[]::new));
        return "moved  " + protection(account);
    }
}
