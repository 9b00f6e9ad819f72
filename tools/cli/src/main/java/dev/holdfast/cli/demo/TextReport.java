// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** For people: at most 80 columns, ASCII, colour if the terminal has it. */
final class TextReport implements Report {

    private static final String INDENT = "   ";
    private static final String QUOTE = INDENT + "| ";
    private static final int MOST_FILES = 4;
    private static final double NANOS_OF_SECOND = 1e9;

    private final PrintWriter out;
    private final Ansi ansi;

    TextReport(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    @Override
    public void begin(Run run) {
        wrapped("", "holdfast demo, seed " + run.seed());
        wrapped("files: ", run.appDirectory().toString());
        out.flush();
    }

    @Override
    public void beginStep(int number, Step step) {
        out.println();
        out.println(styled("bold", Lines.clip(number + "  " + step.title())));
        out.flush();
    }

    @Override
    public void endStep(StepResult result) {
        Findings findings = result.findings();
        result.log().forEach(line -> out.println(Lines.clip(INDENT + "log: " + line)));
        findings.notes().forEach(note -> wrapped(INDENT, note));
        findings.excerpts().forEach(this::excerpt);
        findings.claims().forEach(this::claim);
        files("new      ", result.touched().created());
        files("changed  ", result.touched().changed());
        files("gone     ", result.touched().removed());
        out.println(INDENT + "took     " + seconds(result.took()));
        out.flush();
    }

    private void excerpt(Excerpt excerpt) {
        wrapped(INDENT, excerpt.title() + ":");
        excerpt.text().lines().forEach(this::quote);
    }

    /** A line that is too long goes on a little to the right of where it began. */
    private void quote(String line) {
        String text = line.stripLeading();
        String begin = QUOTE + line.substring(0, line.length() - text.length());
        List<String> lines = Lines.wrap(begin + "  ", text);
        out.println(begin + lines.get(0).substring(begin.length() + 2));
        lines.stream().skip(1).forEach(more -> out.println(QUOTE + more.substring(QUOTE.length())));
    }

    private void claim(Claim claim) {
        if (claim.holds()) {
            marked("green", "ok       ", claim.text());
        } else {
            marked("red", "FAILED   ", claim.text());
            wrapped(INDENT + "  expected ", claim.expected());
            wrapped(INDENT + "  found    ", claim.found());
        }
    }

    private void files(String label, List<String> paths) {
        paths.stream().limit(MOST_FILES).forEach(path -> out.println(Lines.squeeze(INDENT + label, path)));
        if (paths.size() > MOST_FILES) {
            out.println(INDENT + label + "and " + (paths.size() - MOST_FILES) + " more");
        }
    }

    @Override
    public void end(Run run, List<StepResult> results, Run.End end) {
        long held = results.stream().filter(StepResult::holds).count();
        out.println();
        out.println(styled(
                end.holds() ? "green" : "red",
                "%d of %d steps hold, in %s".formatted(held, results.size(), seconds(end.took()))));
        if (run.isKept()) {
            wrapped("kept:  ", run.appDirectory().toString());
        }
        out.flush();
    }

    private void marked(String style, String mark, String text) {
        List<String> lines = Lines.wrap(INDENT + mark, text);
        out.println(INDENT + styled(style, mark) + lines.get(0).substring(INDENT.length() + mark.length()));
        lines.stream().skip(1).forEach(out::println);
    }

    private void wrapped(String first, String text) {
        Lines.wrap(first, text).forEach(out::println);
    }

    private String styled(String style, String text) {
        return ansi.enabled()
                ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style))
                : text;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / NANOS_OF_SECOND);
    }
}
