// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import picocli.CommandLine.Command;

/** New keys, at the same providers. */
@Command(
        name = "rotate",
        description = "New keys, at the same key providers. What is saved from now on is sealed under them; \"finish\""
                + " does the rest. Apps that have an account open go on.",
        mixinStandardHelpOptions = true)
final class RotateKeys extends KeysCommand {

    @Override
    String run(Account account) {
        account.protection().rotate();
        return "rotated  " + protection(account);
    }
}
