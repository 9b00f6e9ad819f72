// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/**
 * A first sign-in, or an import, turned out to be of a user who has an account here. The account is left alone; nothing of
 * the new sign-in is left, and the file is where it was. To give the account a new session, use
 * {@link SessionManager#signIn(Account, LogIn)}.
 */
public final class KnownAccountException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    private final String user;

    KnownAccountException(String user) {
        this(
                user,
                new Problem(
                        "HF-0511",
                        "this user has an account here",
                        null,
                        "the account is as it was; nothing of the new sign-in is left",
                        "restore it, or sign it in again with signIn(account, ...)"));
    }

    KnownAccountException(String user, Problem problem) {
        super(problem);
        this.user = user;
    }

    /** The user, for {@link Holdfast#account}. */
    public String user() {
        return user;
    }
}
