// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.Restored;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.state.Document;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.testkit.Leaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Log-outs of an account that other processes have open. */
@Timeout(120)
class LogoutElsewhereTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void signIn() throws IOException {
        try (Holdfast app = Chat.open(directory)) {
            Chat.signIn(app);
        }
    }

    @Test
    void everyProcessLetsGoAndTheLogOutIsComplete() throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try (Holdfast app = Chat.open(directory)) {
            for (String kind : List.of("running", "open", "open")) {
                children.add(start(kind));
            }
            LogoutReceipt receipt = app.account(Chat.ALICE).logOut();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            Leaks.after(receipt).assertNone(Chat.SECRETS);
            children.get(0).await("client stopped");
            for (ChildJvm child : children) {
                child.await("ended");
                assertLockedOut(child);
                child.end();
            }
        } finally {
            close(children);
        }
    }

    @Test
    @Tag("real")
    void aProcessThatStandsStillIsLockedOutAndTheNextOpenFinishes() throws Exception {
        try (ChildJvm child = start("running")) {
            LogoutReceipt receipt;
            try (Holdfast app = Chat.open(directory)) {
                child.signal("STOP");
                receipt = app.account(Chat.ALICE).logOut();
                assertThat(receipt.pending())
                        .extracting(LogoutReceipt.Step::name)
                        .containsExactly("stop client", "prove absence");
                assertThat(app.accounts()).isEmpty();
            }
            child.signal("CONT");
            child.await("client stopped");
            child.await("ended");
            assertLockedOut(child);
            child.end();
            assertFinished();
            Leaks.after(receipt)
                    .find(Chat.SECRETS)
                    .forEach(left -> assertThat(left).startsWith("step not done"));
        }
    }

    @Test
    @Tag("real")
    void aProcessThatIsKilledWhileItStandsStillHoldsNothingUp() throws Exception {
        try (ChildJvm child = start("running")) {
            try (Holdfast app = Chat.open(directory)) {
                child.signal("STOP");
                assertThat(app.account(Chat.ALICE).logOut().isComplete()).isFalse();
            }
            child.kill();
            assertFinished();
        }
    }

    @Test
    void twoProcessesThatLogOutAtOnceBothComeToAnEnd() throws Exception {
        try (ChildJvm child = start("open");
                Holdfast app = Chat.open(directory)) {
            Account account = app.account(Chat.ALICE);
            child.tell("log out");
            try {
                LogoutReceipt receipt = account.logOut();
                assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            } catch (HoldfastException e) {
                assertThat(e.code()).as("the other was faster").isEqualTo("HF-0102");
            }
            List<String> said = child.lines();
            assertThat(said).contains("ended").containsAnyOf("complete", "HF-0102");
        }
        assertFinished();
    }

    private ChildJvm start(String kind) throws Exception {
        ChildJvm child = ChildJvm.start(Holding.class, directory, kind);
        child.await("ready");
        return child;
    }

    private static void assertLockedOut(ChildJvm child) throws IOException {
        for (String action : List.of("read", "write", "store", "open")) {
            child.tell(action);
            child.await(action.equals("open") ? "HF-0510" : "HF-0102");
        }
    }

    private void assertFinished() throws Exception {
        try (Holdfast app = Chat.open(directory)) {
            app.sessions(new Chat());
            assertThat(app.finishLogouts()).allMatch(LogoutReceipt::isComplete);
        }
        assertThat(HomeFiles.regular(directory))
                .containsExactly("org.example.chat/data/home.json", "org.example.chat/data/lock");
    }

    private static void close(List<ChildJvm> children) throws IOException {
        for (ChildJvm child : children) {
            child.close();
        }
    }

    /** Has the account open, its client running or not, and does what it is told. */
    static final class Holding {
        public static void main(String[] arguments) throws Exception {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Account account = arguments[1].equals("running") ? running(app) : app.account(Chat.ALICE);
                Document<Draft> draft = account.document(Draft.SCHEMA);
                draft.get();
                account.onEnded(Runnable::run, () -> System.out.println("ended"));
                System.out.println("ready");
                Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
                boolean logsOut = false;
                while (!logsOut && lines.hasNextLine()) {
                    String action = lines.nextLine();
                    System.out.println(act(action, app, account, draft));
                    logsOut = action.equals("log out");
                }
            }
        }

        private static Account running(Holdfast app) {
            Chat chat = new Chat() {
                @Override
                public void close(Client client) {
                    System.out.println("client stopped");
                }
            };
            return ((Restored<Chat.Client>) app.sessions(chat).restore(Chat.ALICE)).account();
        }

        private static String act(String action, Holdfast app, Account account, Document<Draft> draft) {
            try {
                return switch (action) {
                    case "read" -> draft.get().text();
                    case "write" -> draft.update(any -> new Draft("too late")).text();
                    case "store" -> account.store("timeline").toString();
                    case "open" -> app.account(Chat.ALICE).toString();
                    default -> account.logOut().isComplete() ? "complete" : "not complete";
                };
            } catch (HoldfastException e) {
                return e.code();
            }
        }
    }
}
