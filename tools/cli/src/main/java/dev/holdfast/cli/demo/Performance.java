// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the steps one after the other, each one looked at from outside as well. */
final class Performance {

    private final Stage stage;
    private final Report report;

    Performance(Stage stage, Report report) {
        this.stage = stage;
        this.report = report;
    }

    /** Whether all of them hold. One that fails does not keep the next from running. */
    boolean run(Run run, List<Step> steps) throws IOException {
        long start = System.nanoTime();
        report.begin(run);
        List<StepResult> results = new ArrayList<>();
        for (Step step : steps) {
            report.beginStep(results.size() + 1, step);
            StepResult result = run(step);
            results.add(result);
            report.endStep(result);
        }
        boolean holds = results.stream().allMatch(StepResult::holds);
        report.end(run, results, new Run.End(holds, since(start)));
        return holds;
    }

    private StepResult run(Step step) throws IOException {
        Findings findings = new Findings();
        FileTree before = stage.files();
        long start = System.nanoTime();
        try {
            step.run(stage, findings);
        } catch (Exception e) {
            findings.failed(e);
        }
        Duration took = since(start);
        return new StepResult(step, findings, stage.log().take(), stage.files().since(before), took);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
