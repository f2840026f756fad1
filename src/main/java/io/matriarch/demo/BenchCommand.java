package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code matriarch bench}: what each fault costs clients, measured. */
@Command(
        name = "matriarch bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Does each fault to the leader of a herd on this machine, and measures what a client"
                    + " that writes sees of it. One JSON line each on standard output, and a table."
        })
public final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "FAULT",
            description =
                    "switchover, postgres-kill, node-kill, node-destroy, agent-kill, agent-stop,"
                            + " store-hang, store-refuse, postgres-stop, load, idle (default: all); a colon and"
                            + " seconds change how long one lasts: idle:1800.")
    List<String> only = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often (default: ${DEFAULT-VALUE}).")
    int runs;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "The JSON lines go to this file as well.")
    Optional<Path> json = Optional.empty();

    @Option(
            names = "--commits",
            paramLabel = "SECONDS",
            description =
                    "Measures no fault, but the commits of eight clients in a second, for so long: of a"
                            + " herd in this mode, and of as many servers without agents that have the"
                            + " same settings.")
    Optional<Integer> commits = Optional.empty();

    @Mixin Setup setup = new Setup();

    @Spec CommandSpec spec = CommandSpec.create();

    BenchCommand() {}

    /**
     * @param args what stands after the word {@code bench}
     * @return the exit code: 0 all figures reached or not, 1 something went wrong, 2 wrong usage
     */
    public static int run(String... args) {
        return Setup.run(new BenchCommand(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Failed {
        List<Fault> faults = faults();
        // Standard output is for the JSON lines and the table.
        var screen = new Screen(System.err, false);
        if (commits.isPresent()) {
            return new CommitBench(setup, screen, commits.get()).run();
        }
        try (Herd herd = setup.start(screen)) {
            boolean waits = setup.replication().waits();
            Setup.awaitForming(herd, waits);
            try (var meter = new Meter(herd.doors())) {
                List<Outcome> outcomes =
                        measure(faults, new Trial(herd, meter, screen, waits), screen);
                System.out.print("\n" + ResultTable.of(outcomes));
                return outcomes.stream().allMatch(o -> o.wrong().isEmpty()) ? 0 : 1;
            }
        }
    }

    private List<Outcome> measure(List<Fault> faults, Trial trial, Screen screen)
            throws IOException, InterruptedException, Failed {
        List<Outcome> outcomes = new ArrayList<>();
        for (Fault fault : faults) {
            for (int run = 1; run <= runs; run++) {
                screen.event("%s, run %d of %d".formatted(fault.name(), run, runs));
                Outcome outcome = trial.run(fault);
                outcomes.add(outcome);
                System.out.println(outcome.json().put("run", run));
                writeJson(outcomes);
            }
        }
        return outcomes;
    }

    private void writeJson(List<Outcome> outcomes) throws IOException {
        if (json.isPresent()) {
            Files.write(json.get(), outcomes.stream().map(o -> o.json().toString()).toList());
        }
    }

    private List<Fault> faults() {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs: 1 or more is right");
        }
        try {
            return only.isEmpty() ? Fault.all() : only.stream().map(Fault::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage(), e);
        }
    }
}
