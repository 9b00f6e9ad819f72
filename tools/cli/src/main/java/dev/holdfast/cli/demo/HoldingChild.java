// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.storage.ScopeGoneException;
import java.io.IOException;
import java.nio.file.Path;

/** Has the account open, says so, and says when it has ended; waits for its parent to end. */
final class HoldingChild {

    static final String HOLDING = "holding";
    static final String ENDED = "ended, and locked out";

    private HoldingChild() {}

    /** The argument: the home. */
    public static void main(String[] arguments) throws IOException {
        try (Holdfast app = DemoApp.at(Path.of(arguments[0])).open()) {
            Account account = app.account(DemoApp.USER);
            account.onEnded(Runnable::run, () -> tell(account));
            System.out.println(HOLDING);
            System.in.read();
        }
    }

    private static void tell(Account account) {
        try {
            account.document(Draft.SCHEMA);
        } catch (ScopeGoneException e) {
            System.out.println(ENDED);
        }
    }
}
