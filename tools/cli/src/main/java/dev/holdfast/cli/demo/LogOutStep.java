// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NoSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kills a log-out half-way, finishes it, and searches what is left for what must not be left. */
final class LogOutStep implements Step {

    /** The first change of a log-out is its note in the journal: from then on it goes on whatever happens. */
    private static final int FIRST_HALT = 2;

    /** The last one strikes the note out; the one before it is the last at which to halt. */
    private static final int HALTS = 5;

    @Override
    public String name() {
        return "log-out";
    }

    @Override
    public String title() {
        return "A log-out is killed half-way, finished, and leaves nothing";
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException {
        Traces traces = Traces.leave(stage);
        Search search = Search.forAny(traces.token(), stage.draft());
        findings.claim(
                "before, the search finds what the client wrote unsealed", traces.paths(), search.in(stage.home()));
        kill(stage, findings);
        finish(stage, findings);
        findings.claim(
                "the server knows the token no more",
                Optional.empty(),
                stage.server().user(traces.token()));
        findings.note("searched the %d files that are left for token, draft and user, in plain, base64, UTF-16"
                .formatted(FileTree.of(stage.home()).paths().size()));
        findings.claim("no file has the token or the draft", List.of(), search.in(stage.home()));
        findings.claim(
                "no file has the user's id",
                List.of(),
                Search.forAny(DemoApp.USER).in(stage.home()));
    }

    private static void kill(Stage stage, Findings findings) throws IOException {
        int halt = FIRST_HALT + stage.random().nextInt(HALTS);
        try (Child other = Child.start(stage, HoldingChild.class);
                Child child = startWhileHeld(stage, other, halt)) {
            Optional<String> halted = child.next(line -> line.startsWith(LogOutChild.HALTED));
            child.kill();
            findings.claim("the child is half-way through a log-out", true, halted.isPresent());
            findings.claim(
                    "another process that had the account open has heard of it, and let go",
                    true,
                    other.next(HoldingChild.ENDED::equals).isPresent());
            halted.ifPresent(change -> findings.note("SIGKILL at change " + halt + " of the log-out, " + change));
        }
    }

    private static Child startWhileHeld(Stage stage, Child other, int halt) throws IOException {
        other.next(HoldingChild.HOLDING::equals);
        return Child.start(stage, LogOutChild.class, Integer.toString(halt));
    }

    private static void finish(Stage stage, Findings findings) {
        try (Holdfast app = stage.open()) {
            findings.claim("the account is gone at once", List.of(), app.accounts());
            Object restore = app.sessions(new DemoClients()).restoreLatest();
            findings.claim("there is no session to restore", NoSession.class, restore.getClass());
            List<LogoutReceipt> receipts = app.finishLogouts();
            findings.show(
                    "receipt", receipts.stream().map(LogoutReceipt::toString).collect(Collectors.joining("\n")));
            findings.claim("one log-out was finished", 1, receipts.size());
            findings.claim("completely", true, receipts.stream().allMatch(LogoutReceipt::isComplete));
            findings.claim(
                    "and there is no other to finish", 1, app.finishLogouts().size());
        }
    }
}
