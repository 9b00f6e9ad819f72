// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Session;
import java.nio.charset.StandardCharsets;

/**
 * A client that knows who it is, and no more.
 *
 * @param user who
 * @param session what the server gave it
 */
record DemoClient(String user, Session session) {

    String token() {
        return token(session);
    }

    static String token(Session session) {
        return new String(session.clientData().reveal(), StandardCharsets.UTF_8);
    }

    /** The user alone. */
    @Override
    public String toString() {
        return "DemoClient[" + user + "]";
    }
}
