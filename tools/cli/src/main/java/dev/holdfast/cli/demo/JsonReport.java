// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Layout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** For machines: one JSON object on stdout at the end, to which fields may be added but never taken away. */
final class JsonReport implements Report {

    private final PrintWriter out;
    private final PrintWriter progress;

    JsonReport(PrintWriter out, PrintWriter progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void begin(Run run) {
        tell("holdfast demo, seed " + run.seed());
    }

    @Override
    public void beginStep(int number, Step step) {
        tell(number + "  " + step.title());
    }

    @Override
    public void endStep(StepResult result) {
        tell("   " + (result.holds() ? "ok" : "FAILED"));
    }

    private void tell(String line) {
        progress.println(Lines.clip(line));
        progress.flush();
    }

    @Override
    public void end(Run run, List<StepResult> results, Run.End end) {
        JsonObject json = JsonObject.empty()
                .with("demo", "holdfast")
                .with("holds", end.holds())
                .with("seed", run.seed())
                .with("app_directory", run.appDirectory().toString())
                .with("kept", run.isKept())
                .with("millis", end.took().toMillis())
                .with("steps", results.stream().map(JsonReport::step).toList());
        out.println(new String(json.print(Layout.PRETTY), StandardCharsets.UTF_8));
        out.flush();
    }

    private static JsonObject step(StepResult result) {
        Findings findings = result.findings();
        return JsonObject.empty()
                .with("name", result.step().name())
                .with("title", result.step().title())
                .with("holds", result.holds())
                .with("millis", result.took().toMillis())
                .with("notes", findings.notes())
                .with(
                        "excerpts",
                        findings.excerpts().stream().map(JsonReport::excerpt).toList())
                .with(
                        "claims",
                        findings.claims().stream().map(JsonReport::claim).toList())
                .with("files", files(result.touched()))
                .with("log", result.log());
    }

    private static JsonObject excerpt(Excerpt excerpt) {
        return JsonObject.empty().with("title", excerpt.title()).with("text", excerpt.text());
    }

    private static JsonObject claim(Claim claim) {
        return JsonObject.empty()
                .with("claim", claim.text())
                .with("holds", claim.holds())
                .with("expected", claim.expected())
                .with("found", claim.found());
    }

    private static JsonObject files(FileChanges touched) {
        return JsonObject.empty()
                .with("created", touched.created())
                .with("changed", touched.changed())
                .with("removed", touched.removed());
    }
}
