// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.cli.log.CommandLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand. Public for {@code holdfast}, in the package above. */
@Command(
        name = "demo",
        description = {
            "Does what the library promises, and looks whether it holds: kills a process that saves, migrates,"
                    + " watches another process, loads lazily, expires, meets a newer file and a damaged one, logs out.",
            "Needs no server and nothing installed; takes a few seconds."
        },
        usageHelpWidth = Lines.WIDTH,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":every claim holds",
            ExitCode.SOFTWARE + ":a claim does not hold",
            ExitCode.USAGE + ":used wrongly, nothing was done"
        })
public final class Demo implements Callable<Integer> {

    private final List<Step> steps;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Work in this directory and keep the files for looking at. It has to be new, empty, or of an"
                    + " earlier demo, whose files are then replaced. Otherwise: a temporary one.")
    private Optional<Path> home = Optional.empty();

    @Option(names = "--json", description = "Report as one JSON object on stdout, progress on stderr.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Choose the moments of the kills as another run did.")
    private Optional<Long> seed = Optional.empty();

    /** For picocli. */
    public Demo() {
        this(List.of(
                new KillStep(),
                new MigrateStep(),
                new WatchStep(),
                new LazyStep(),
                new ExpireStep(),
                new NewerStep(),
                new DamageStep(),
                new LogOutStep()));
    }

    Demo(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public Integer call() throws IOException {
        if (home.isPresent()) {
            return runIn(home.get().toAbsolutePath().normalize());
        }
        try (TemporaryDirectory temporary = TemporaryDirectory.create("holdfast-demo-")) {
            return runIn(temporary.path());
        }
    }

    private int runIn(Path directory) throws IOException {
        prepare(directory);
        try (TemporaryDirectory server = TemporaryDirectory.create("holdfast-demo-server-")) {
            return perform(directory, new DemoServer(server.path())) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private void prepare(Path directory) {
        try {
            if (!DemoHome.isFree(directory)) {
                throw refusal(
                        "there is something in " + directory + " that is not of a demo. Safe: nothing was touched");
            }
            DemoHome.prepare(directory);
        } catch (IOException e) {
            throw refusal(directory + " cannot be read, made or cleared ("
                    + e.getClass().getSimpleName() + "). Safe: all but an earlier demo's files");
        }
    }

    private ParameterException refusal(String why) {
        List<String> lines = Lines.wrap("", "--home: " + why + ". Next: name a directory that is new or empty.");
        return new ParameterException(spec.commandLine(), String.join(System.lineSeparator(), lines));
    }

    private boolean perform(Path directory, DemoServer server) throws IOException {
        long chosen = seed.orElseGet(() -> (long) new SecureRandom().nextInt(Integer.MAX_VALUE));
        Log log = new Log();
        CommandLog.sendTo(log::add);
        Stage stage = new Stage(directory, server, chosen, log);
        return new Performance(stage, report()).run(new Run(stage.appDirectory(), home.isPresent(), chosen), steps);
    }

    private Report report() {
        PrintWriter out = spec.commandLine().getOut();
        return json
                ? new JsonReport(out, spec.commandLine().getErr())
                : new TextReport(out, spec.commandLine().getColorScheme().ansi());
    }
}
