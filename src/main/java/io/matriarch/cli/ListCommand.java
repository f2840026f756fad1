package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Show the cluster: each member, how far it is, and what it says.",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, yaml or tsv (default: table).")
    Format format = Format.TABLE;

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every SECONDS (default: 2), until Ctrl-C.")
    Optional<Double> watch = Optional.empty();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (watch.isEmpty()) {
            print(text(where.cluster(session)));
            return 0;
        }
        if (!(watch.get() >= 0.1 && watch.get() <= 86_400)) {
            throw Failure.usage("--watch %s is not 0.1 to 86400 seconds".formatted(watch.get()));
        }
        Duration pause = Duration.ofMillis(Math.round(watch.get() * 1000));
        do {
            print(round());
        } while (session.terminal().pause(pause));
        return 0;
    }

    /** An agent that is away for a moment does not end the watch. */
    private String round() throws Failure {
        try {
            return text(where.cluster(session));
        } catch (Failure e) {
            if (e.exit() == Failure.USAGE) {
                throw e;
            }
            return "matriarch: " + e.getMessage();
        }
    }

    private void print(String text) {
        if (watch.isPresent() && session.terminal().isInteractive()) {
            session.out().print(HOME_AND_CLEAR);
        }
        session.out().println(text);
        session.out().flush();
    }

    private String text(ClusterDocument cluster) {
        return switch (format) {
            case TABLE ->
                    new ClusterText(cluster)
                            .table(
                                    session.terminal().width().orElse(Integer.MAX_VALUE),
                                    session.paint());
            case JSON -> Documents.json(cluster);
            case YAML -> Documents.yaml(cluster);
            case TSV -> new ClusterText(cluster).tsv();
        };
    }
}
