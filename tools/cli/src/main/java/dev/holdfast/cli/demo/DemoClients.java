// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.ClientFactory;
import dev.holdfast.Holdfast;
import dev.holdfast.Identity;
import dev.holdfast.NotRestored;
import dev.holdfast.Restore;
import dev.holdfast.RestoreException;
import dev.holdfast.Restored;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.SessionManager;
import dev.holdfast.secrets.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an app writes once: how its clients are made, described, revoked and stopped. */
final class DemoClients implements ClientFactory<DemoClient> {

    /** The client of the user of the demo, from the session that was saved, or else by signing in. */
    static Restored<DemoClient> restoreOrSignIn(Holdfast app, DemoServer server) throws IOException {
        SessionManager<DemoClient> sessions = app.sessions(new DemoClients());
        Restore<DemoClient> restore = sessions.restoreLatest();
        if (restore instanceof Restored<DemoClient> restored) {
            return restored;
        }
        if (restore instanceof NotRestored<DemoClient> not) {
            throw new IllegalStateException("not restored: " + not.reason());
        }
        return sessions.signIn(handle -> logIn(server, DemoApp.USER));
    }

    private static DemoClient logIn(DemoServer server, String user) throws IOException {
        byte[] token = server.logIn(user).getBytes(StandardCharsets.UTF_8);
        return new DemoClient(user, Session.of(server.endpoint(), SecretBytes.copyOf(token)));
    }

    @Override
    public DemoClient rebuild(SessionHandle handle) throws IOException, RestoreException {
        Session session = handle.session();
        String user = DemoServer.at(session.endpoint())
                .user(DemoClient.token(session))
                .orElseThrow(RestoreException::revoked);
        return new DemoClient(user, session);
    }

    @Override
    public Identity describe(DemoClient client) {
        return new Identity(client.user(), client.session());
    }

    @Override
    public void revoke(Session session) throws IOException {
        DemoServer.at(session.endpoint()).logOut(DemoClient.token(session));
    }

    /** It holds nothing. */
    @Override
    public void close(DemoClient client) {}
}
