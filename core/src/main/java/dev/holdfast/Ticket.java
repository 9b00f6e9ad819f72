// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * A session that outlives its account until the server can be told, sealed under keys of its own. It is an incarnation
 * that no user has, retired from the beginning: what goes on with log-outs revokes it, and destroys it then, or when its
 * time is over.
 */
final class Ticket {

    private Ticket() {}

    /** Durable when it returns; killed on the way, it is taken back like a sign-in. What it gives is for the receipt. */
    static String issue(Home home, String user, Session session, Instant until) {
        try (OpenAccount ticket = new OpenAccount(home, home.newIncarnation())) {
            write(home, ticket, user, Session.of(session.endpoint(), session.clientData()), until);
            return "; tried again until " + until;
        } catch (HoldfastException e) {
            return "; to try again later could not be noted: " + e.code();
        }
    }

    private static void write(Home home, OpenAccount ticket, String user, Session session, Instant until) {
        Incarnation incarnation = ticket.incarnation();
        ticket.begin();
        home.storage().replace(incarnation.ticket(), Revision.ABSENT, new byte[0], Durability.DURABLE);
        ticket.session().set(SavedSession.of(session));
        home.journal()
                .retire(
                        incarnation,
                        new JournalRecord(user, home.keys().keys(incarnation.scope()), false, Optional.of(until)));
        home.journal().endSignIn(incarnation);
    }
}
