// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.ClientFactory;
import dev.holdfast.Holdfast;
import dev.holdfast.Identity;
import dev.holdfast.NotRestored;
import dev.holdfast.Restored;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.state.Schema;
import java.io.Console;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the pages take for granted: the author's types, and variables that were set in an earlier snippet or elsewhere in
 * the app. Public because each snippet is compiled as a subclass in a package of its own. What a snippet does is seen in
 * the home, in what the user interface showed, and in the log of the clients.
 */
@SuppressWarnings("NullAway") // set by enter, before a snippet runs
public class SnippetWorld {

    public record Settings(String theme, List<String> pinned) {}

    public record AppState(List<String> new_field, int new_field_name) {
        public static final AppState EMPTY = new AppState(List.of(), 0);
    }

    public static final Schema<AppState> STATE = Schema.of("app_state", AppState.class, AppState.EMPTY)
            .version(2)
            .migrate(1, data -> data.add("new_field", List.of()).rename("old_field_name", "new_field_name"));

    public record Drafts(String text) {
        public static final Schema<Drafts> SCHEMA = Schema.of("drafts", Drafts.class, new Drafts(""));
    }

    public record Profile(String name) {}

    public record Id(String text) {}

    public record Image() {}

    public record Point(long x, long y) {}

    public record Heavy(int weight) {
        public static final Heavy EMPTY = new Heavy(0);

        public static Heavy load() {
            return new Heavy(1_000);
        }
    }

    public record ChatClient(String user, Session session) {}

    /** Clients of a server that lets everybody in. */
    public static final class ChatClients implements ClientFactory<ChatClient> {

        public static final List<String> LOG = new ArrayList<>();

        public static ChatClient logIn(SessionHandle handle, String user, String password) {
            LOG.add("log in");
            byte[] token = user.getBytes(StandardCharsets.UTF_8);
            return new ChatClient(user, Session.of(URI.create("https://example.org"), SecretBytes.copyOf(token)));
        }

        @Override
        public ChatClient rebuild(SessionHandle handle) {
            LOG.add("rebuild");
            Session session = handle.session();
            return new ChatClient(new String(session.clientData().reveal(), StandardCharsets.UTF_8), session);
        }

        @Override
        public Identity describe(ChatClient client) {
            return new Identity(client.user(), client.session());
        }

        @Override
        public void revoke(Session session) {
            LOG.add("revoke");
        }

        @Override
        public void close(ChatClient client) {
            LOG.add("close");
        }
    }

    /** The app's window. */
    public static final class Ui {
        public final List<Object> shown = new ArrayList<>();

        public void warn(String text) {
            shown.add(text);
        }

        public void show(Object value) {
            shown.add(value);
        }

        public void showLogIn() {}
    }

    /** A window of its own. */
    public static final class Frame {
        public void setTheme(String theme) {}
    }

    /** The app's server. */
    public static final class Api {
        public Session refresh(Session session) {
            return session.withClientData(SecretBytes.copyOf(new byte[] {1}));
        }

        public Profile profile() {
            return new Profile("Alice");
        }

        public void logIn(String user, char[] password) {}
    }

    public String user = Chat.ALICE;
    public String password = "password";
    public Executor executor = Runnable::run;
    public Ui ui = new Ui();
    public Frame window = new Frame();
    public Api api = new Api();
    public Api server = api;
    public Holdfast app;
    public Document<Settings> settings;
    public Restored<ChatClient> restored;
    public SessionHandle handle;
    public @Nullable Console console = System.console();

    public ChatClient askUser(NotRestored.Reason reason) {
        throw new AssertionError("Not restored: " + reason);
    }

    /** What the snippet does. */
    public void run() throws Exception {}

    final void enter(SnippetWorld world) throws Exception {
        app = world.app;
        ui = world.ui;
        restored = world.restored;
        handle = world.handle;
        run();
    }
}
