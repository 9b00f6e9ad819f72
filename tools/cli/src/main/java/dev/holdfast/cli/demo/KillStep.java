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
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Kills a process that saves, at moments that chance chooses, and looks at what it left. */
final class KillStep implements Step {

    private static final int KILLS = 5;
    private static final int MOST_SAVES_BEFORE = 20;
    private static final int LONGEST_WAIT_NANOS = 4_000_000;

    /** What one child had said, and what was found after it. */
    private record Kill(long acknowledged, Loaded<Draft> found) {}

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
            findings.note("SIGKILL %d: acknowledged up to save %d, found save %d"
                    .formatted(i, kill.acknowledged, kill.found.value().saves()));
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
        try (Child child = Child.start(
                SavingChild.class,
                stage.home().toString(),
                stage.server().endpoint().toString(),
                stage.draft())) {
            acknowledged = listen(child, enough, stage.log());
            LockSupport.parkNanos(wait);
            child.kill();
            acknowledged = Math.max(acknowledged, listen(child, Integer.MAX_VALUE, stage.log()));
        }
        try (Holdfast app = stage.open()) {
            return new Kill(
                    acknowledged,
                    app.account(DemoApp.USER).document(Draft.SCHEMA).load());
        }
    }

    /** The last save that was acknowledged, among the next so many; 0 if there was none. */
    private static long listen(Child child, int saves, Log log) throws IOException {
        long last = 0;
        Optional<String> line = Optional.empty();
        for (int heard = 0; heard < saves && (line = child.line()).isPresent(); ) {
            OptionalLong save = Ack.parse(line.get());
            if (save.isPresent()) {
                last = save.getAsLong();
                heard++;
            } else {
                log.add(line.get());
            }
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
            findings.claim("its state is the last one that was found", expected.saves(), draft.saves());
        }
    }
}
