// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import dev.holdfast.cli.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What each of the commands does with each account: something, and a line about it. */
abstract class KeysCommand implements Callable<Integer> {

    @Mixin
    private AccountsOf accounts = new AccountsOf();

    @Spec
    private CommandSpec spec;

    private int code = ExitCode.OK;

    @Override
    public final Integer call() {
        accounts.each(this::run, this::done, this::failed);
        return code;
    }

    private void done(String user, String result) {
        tell(spec.commandLine().getOut(), user, result);
    }

    private void failed(String user, String why) {
        tell(spec.commandLine().getErr(), user, why);
        code = ExitCode.FAILED;
    }

    private static void tell(PrintWriter out, String user, String what) {
        out.println(user + "  " + what);
        out.flush();
    }

    /** The command was used wrongly. */
    ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    /** Does it, and says what is to be told of it. */
    abstract String run(Account account);

    static String protection(Account account) {
        return account.protection().level() + "  "
                + String.join(", ", account.protection().providers());
    }
}
