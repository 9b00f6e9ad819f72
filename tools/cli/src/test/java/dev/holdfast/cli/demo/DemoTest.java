// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;

class DemoTest {

    private static final String ESCAPE = "\u001b";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private record Fixed(String name, Action action) implements Step {

        interface Action {
            void run(Stage stage, Findings findings) throws Exception;
        }

        @Override
        public String title() {
            return "The step " + name;
        }

        @Override
        public void run(Stage stage, Findings findings) throws Exception {
            action.run(stage, findings);
        }
    }

    private static Step holding() {
        return new Fixed("holding", (stage, findings) -> findings.claim("one is one", 1, 1));
    }

    private int run(List<Step> steps, String... arguments) {
        return command(steps).execute(arguments);
    }

    private CommandLine command(List<Step> steps) {
        return new CommandLine(new Demo(steps)).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    @Test
    void allStepsHoldInAProcessOfTheirOwn() throws Exception {
        try (TestProcess demo = TestProcess.start("demo")) {
            List<String> lines = demo.lines();

            assertThat(demo.exitCode()).as(String.join("\n", lines)).isZero();
            assertThat(lines.get(0)).matches("holdfast demo, seed \\d+");
            assertThat(lines).filteredOn(line -> line.matches("[1-8]  \\S.*")).hasSize(8);
            assertThat(lines)
                    .filteredOn(line -> line.matches("   took {5}\\d+\\.\\d\\d s"))
                    .hasSize(8);
            assertThat(lines).last().asString().matches("8 of 8 steps hold, in \\d+\\.\\d\\d s");
            assertThat(lines).noneMatch(line -> line.contains("FAILED") || line.contains(ESCAPE));
            assertThat(lines).allMatch(line -> line.length() <= Lines.WIDTH);
        }
    }

    @Test
    void stepsWithoutChildrenHoldInThisProcessAndAreReportedAsJson() {
        List<Step> steps = List.of(new MigrateStep(), new NewerStep(), new DamageStep());

        int code = run(steps, "--json", "--home", directory.toString());

        JsonObject report = (JsonObject) JsonValue.parse(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(code).as(out.toString()).isEqualTo(ExitCode.OK);
        assertThat(report.bool("holds")).isTrue();
        assertThat(report.array("steps"))
                .extracting(step -> ((JsonObject) step).string("name"))
                .containsExactly("migrate", "newer", "damage");
        JsonObject files = ((JsonObject) report.array("steps").get(1)).object("files");
        assertThat(files.array("created")).hasSize(1);
        assertThat(err.toString().lines()).contains("1  " + steps.get(0).title(), "   ok");
    }

    @Test
    void aClaimThatDoesNotHoldFailsTheRunAndTellsWhatWasExpected() {
        Step broken = new Fixed("broken", (stage, findings) -> findings.claim("it is seven", 7, 8));

        assertThat(run(List.of(holding(), broken, holding()))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString().lines())
                .contains("   FAILED   it is seven", "     expected 7", "     found    8")
                .anyMatch(line -> line.startsWith("2 of 3 steps hold"));
    }

    @Test
    void aStepThatThrowsFailsWithoutItsTextAndTheNextOneStillRuns() {
        Step broken = new Fixed("broken", (stage, findings) -> {
            throw new IllegalStateException("canary");
        });

        assertThat(run(List.of(broken, holding()))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString())
                .contains("java.lang.IllegalStateException", "   ok       one is one")
                .doesNotContain("canary");
    }

    @Test
    void aStepThatClaimsNothingDoesNotHold() {
        assertThat(run(List.of(new Fixed("empty", (stage, findings) -> {})), "--json"))
                .isEqualTo(ExitCode.SOFTWARE);
    }

    @Test
    void aDirectoryWithSomebodyElsesFilesIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("diary.txt"), "mine");

        assertThat(run(List.of(holding()), "--home", directory.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(file).hasContent("mine");
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(err.toString()).contains("nothing was touched");
        assertThat(err.toString().lines().takeWhile(line -> !line.startsWith("Usage")))
                .allMatch(line -> line.length() <= Lines.WIDTH);
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("diary.txt"), "mine");

        assertThat(run(List.of(holding()), "--home", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(file).hasContent("mine");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAnErrorOfUse() throws IOException {
        Path file = Files.writeString(directory.resolve("diary.txt"), "mine");

        assertThat(run(List.of(holding()), "--home", file.resolve("below").toString()))
                .isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains("(FileSystemException)");
    }

    @Test
    void theHomeIsKeptAndAnEarlierDemosFilesAreReplaced() {
        Path home = directory.resolve("new/home");
        List<Step> steps = List.of(new MigrateStep());

        assertThat(run(steps, "--home", home.toString())).isEqualTo(ExitCode.OK);
        assertThat(run(steps, "--home", home.toString())).isEqualTo(ExitCode.OK);

        assertThat(home.resolve(DemoApp.ID).resolve("data/app/app_state.json")).exists();
        assertThat(out.toString()).contains("kept:");
    }

    @Test
    void theTemporaryHomeIsRemoved() {
        Path[] home = new Path[1];
        Step step = new Fixed("look", (stage, findings) -> {
            home[0] = stage.home();
            stage.open().close();
            findings.claim("it is there", true, Files.exists(stage.appDirectory()));
        });

        assertThat(run(List.of(step))).isEqualTo(ExitCode.OK);

        assertThat(home[0]).doesNotExist();
    }

    @Test
    void colourIsForTerminalsOnly() {
        List<Step> steps = List.of(holding());

        command(steps)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .execute();
        assertThat(out.toString()).contains("one is one").doesNotContain(ESCAPE);

        command(steps)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.ON))
                .execute();
        assertThat(out.toString()).contains(ESCAPE);
    }

    @Test
    void theSameSeedChoosesTheSameDraft() {
        DemoServer server = new DemoServer(directory);
        assertThat(new Stage(directory, server, 1, new Log()).draft())
                .isEqualTo(new Stage(directory, server, 1, new Log()).draft())
                .isNotEqualTo(new Stage(directory, server, 2, new Log()).draft());
    }
}
