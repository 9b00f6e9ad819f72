// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * How an app's client is made, described, revoked and stopped: what an app or an adapter writes once. Every method may
 * throw anything and may be called on any thread, never twice at once for one account.
 *
 * @param <C> the client
 */
public interface ClientFactory<C> {

    /**
     * A running client from a saved session.
     *
     * @throws RestoreException to say why there is none now: revoked, offline, its store rolled back or not to be read
     * @throws Exception anything else is reported as {@link NotRestored.Reason#CLIENT_FAILED}; nothing is deleted
     */
    C rebuild(SessionHandle handle) throws Exception;

    /** Who the server says this client is, and what rebuilds it. Asked once, after log-in. */
    Identity describe(C client) throws Exception;

    /**
     * Ends the session at the server. A session that the server does not know any more counts as ended: return.
     *
     * @throws Exception if it is not certain that it ended; the receipt then says "not revoked"
     */
    void revoke(Session session) throws Exception;

    /**
     * Stops the client; whatever it has open in the account's directories is closed when this returns. It is called while
     * the account ends, within a bound of 10 s: it must neither close nor log out the account, nor wait for a thread
     * that does. A client that takes longer is taken to run until this returns: as long as its home is open, a restore
     * finds it {@link NotRestored.Reason#IN_USE}.
     */
    void close(C client) throws Exception;

    /**
     * Whether several processes may run the client of one account at once, each once. So they may where a client keeps
     * nothing on disk of its own, such as a command-line tool with a token; two on one database, or on one device of an
     * encrypted chat, would ruin it. One at a time if this is not overridden.
     */
    default boolean isShared() {
        return false;
    }
}
