// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Scope;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One life of an account, from sign-in to log-out, under a random id: user ids never reach a path.
 *
 * @param id 128 random bits in base 36
 */
record Incarnation(String id) {

    static final Scope ALL = Scope.of("accounts");
    static final Scope BY_USER = Scope.of("accounts", "by-user");

    private static final int BITS = 128;
    private static final int LENGTH = 25;
    private static final int RADIX = 36;
    private static final Pattern ID = Pattern.compile("[0-9a-z]{" + LENGTH + "}");

    /** @throws IllegalArgumentException if no incarnation is ever named so */
    Incarnation {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not the id of an incarnation");
        }
    }

    /** The one of this id; empty for names that others gave to what lies beside. */
    static Optional<Incarnation> named(String id) {
        return ID.matcher(id).matches() ? Optional.of(new Incarnation(id)) : Optional.empty();
    }

    static Incarnation random(SecureRandom random) {
        String digits = new BigInteger(BITS, random).toString(RADIX);
        return new Incarnation("0".repeat(LENGTH - digits.length()) + digits);
    }

    Scope scope() {
        return Scope.of("accounts", id);
    }

    /** Who it is; not sealed, since it must be found before any key is. */
    BlobName account() {
        return scope().blob("account");
    }

    /** What rebuilds the client, sealed. Not {@code .json}: no document of the app's can have this name. */
    BlobName session() {
        return scope().blob("session");
    }

    /** What must not be put back unnoticed: an earlier session has tokens that were exchanged since. */
    Set<BlobName> anchored() {
        return Set.of(session());
    }

    /** Says that a change of the account's keys has begun, for as long as something of it may be left. */
    BlobName keyChange() {
        return Journal.SCOPE.blob("keys." + id);
    }

    /** Says that it is a {@link Ticket}, and nobody's account. */
    BlobName ticket() {
        return scope().blob("ticket");
    }

    /** What it was made of, sealed, if it was imported. */
    BlobName imported() {
        return scope().blob("imported");
    }

    /** Says that a sign-in has begun, for as long as it has not ended. */
    BlobName signIn() {
        return Journal.SCOPE.blob("sign-in." + id);
    }

    // By hand: what a record gets by itself is long in the making when it is first called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Incarnation that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
