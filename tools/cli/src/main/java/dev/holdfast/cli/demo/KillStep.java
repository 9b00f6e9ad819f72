// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Kills a process that saves, at moments that chance chooses, and looks at what it left. */
final class KillStep implements Step {

    private static final int KILLS = 5;
    private static final int MOST_SAVES_BEFORE = 20;
    private static final int LONGEST_WAIT_NANOS = 4_000_000;

    /** What a storage of files writes first, beside the file that it is to replace. */
    private static final String HALF_WRITTEN = "draft.json~tmp";

    /** What one child had said, what lay about when it was dead, and what an app then found. */
    private record Kill(long acknowledged, List<String> files, Loaded<Draft> found) {

        @Override
        public String toString() {
            boolean half = files.stream().anyMatch(file -> file.endsWith(HALF_WRITTEN));
            return "acknowledged up to save " + acknowledged + ", found save "
                    + found.value().saves() + (half ? " and a half-written one" : "");
        }
    }

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String title() {
        return "A process signs in, saves, and is killed while saving, " + KILLS + " times";
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException {
        List<Kill> kills = new ArrayList<>();
        for (int i = 1; i <= KILLS; i++) {
            Kill kill = killOne(stage);
            findings.note("SIGKILL " + i + ": " + kill);
            kills.add(kill);
        }
        findings.claim("every child was saving", KILLS, count(kills, kill -> kill.acknowledged > 0));
        findings.claim("each time the state is whole", KILLS, count(kills, kill -> isWhole(kill.found, stage)));
        findings.claim(
                "it is never older than the last acknowledged save",
                KILLS,
                count(kills, kill -> kill.found.value().saves() >= kill.acknowledged));
        findings.claim(
                "nor newer than the save that was under way",
                KILLS,
                count(kills, kill -> kill.found.value().saves() <= kill.acknowledged + 1));
        restore(stage, findings, kills.get(KILLS - 1).found.value());
    }

    private static int count(List<Kill> kills, Predicate<Kill> condition) {
        return (int) kills.stream().filter(condition).count();
    }

    private static boolean isWhole(Loaded<Draft> found, Stage stage) {
        Draft draft = found.value();
        return found.outcome() == LoadOutcome.LOADED
                && draft.isWhole()
                && draft.text().equals(stage.draft());
    }

    private static Kill killOne(Stage stage) throws IOException {
        int enough = 1 + stage.random().nextInt(MOST_SAVES_BEFORE);
        int wait = stage.random().nextInt(LONGEST_WAIT_NANOS);
        long acknowledged;
        try (Child child = Child.start(stage, SavingChild.class, stage.draft())) {
            acknowledged = listen(child, enough);
            LockSupport.parkNanos(wait);
            child.kill();
            acknowledged = Math.max(acknowledged, listen(child, Integer.MAX_VALUE));
        }
        List<String> files = stage.files().paths();
        try (Holdfast app = stage.open()) {
            return new Kill(
                    acknowledged,
                    files,
                    app.account(DemoApp.USER).document(Draft.SCHEMA).load());
        }
    }

    /** The last save that was acknowledged, among the next so many; 0 if there was none. */
    private static long listen(Child child, int saves) throws IOException {
        long last = 0;
        for (int heard = 0; heard < saves; heard++) {
            Optional<String> ack = child.next(Ack::isAck);
            if (ack.isEmpty()) {
                return last;
            }
            last = Ack.save(ack.get());
        }
        return last;
    }

    private static void restore(Stage stage, Findings findings, Draft expected) throws IOException {
        try (Holdfast app = stage.open()) {
            Restored<DemoClient> restored = DemoClients.restoreOrSignIn(app, stage.server());
            Draft draft = restored.account().document(Draft.SCHEMA).get();
            findings.note("restored here: %s, session %s, %d saves of a draft of %d lines"
                    .formatted(
                            restored.client().user(),
                            restored.client().session().clientData(),
                            draft.saves(),
                            draft.lines().size()));
            findings.claim(
                    "the restored client is the one that signed in",
                    Optional.of(DemoApp.USER),
                    stage.server().user(restored.client().token()));
            findings.claim(
                    "it signed in once, and was restored since",
                    1L,
                    stage.server().sessions());
            findings.claim("its state is the last one that was found", expected.saves(), draft.saves());
        }
    }
}
