package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Show the cluster: each member, how far it is, and what it says.",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, yaml or tsv (default: table).")
    Format format = Format.TABLE;

    @Option(
            names = {"-e", "--extended"},
            description = "With each member's positions and tags in columns of their own.")
    boolean extended;

    @Mixin Watch watch = new Watch();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return watch.show(session, () -> text(where.cluster(session)));
    }

    private String text(ClusterDocument cluster) {
        return switch (format) {
            case TABLE ->
                    new ClusterText(cluster)
                            .table(
                                    session.terminal().width().orElse(Integer.MAX_VALUE),
                                    session.paint(),
                                    extended);
            case JSON -> Documents.json(cluster);
            case YAML -> Documents.yaml(cluster);
            case TSV -> new ClusterText(cluster).tsv();
        };
    }
}
