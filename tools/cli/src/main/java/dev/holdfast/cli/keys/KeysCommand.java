// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What each of the commands does with each account: something, and a line about it. */
abstract class KeysCommand implements Runnable {

    @Mixin
    private AccountsOf accounts = new AccountsOf();

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        accounts.each(account -> {
            String result = run(account);
            spec.commandLine().getOut().println(account.user() + "  " + result);
            spec.commandLine().getOut().flush();
        });
    }

    /** Does it, and says what is to be told of it. */
    abstract String run(Account account);

    static String protection(Account account) {
        return account.protection().level() + "  "
                + String.join(", ", account.protection().providers());
    }
}
