// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import picocli.CommandLine.Command;

/** Which providers have the keys, and how well they protect. */
@Command(
        name = "list",
        description = "Each user, how well the keys are protected, and which key providers have them.",
        mixinStandardHelpOptions = true)
final class ListKeys extends KeysCommand {

    @Override
    String run(Account account) {
        return protection(account);
    }
}
