package io.matriarch.cli;

import io.matriarch.api.dto.HistoryLine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = "Show how each timeline began: where, when, why, and who led from then on.",
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, yaml or tsv (default: table).")
    Format format = Format.TABLE;

    HistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.out().println(text(history()));
        return 0;
    }

    private String text(List<HistoryLine> lines) {
        return switch (format) {
            case TABLE ->
                    new HistoryText(lines)
                            .table(
                                    session.terminal().width().orElse(Integer.MAX_VALUE),
                                    session.paint());
            case JSON -> Documents.json(lines);
            case YAML -> Documents.yaml(lines);
            case TSV -> new HistoryText(lines).tsv();
        };
    }

    private List<HistoryLine> history() throws Failure {
        try {
            return List.of(where.reader(session).get("/history", HistoryLine[].class));
        } catch (AgentClient.Unreachable e) {
            return new StoreFallback(session, where, e)
                    .read(
                            StoreReader::history,
                            (_, entries) -> entries.stream().map(HistoryLine::of).toList());
        }
    }
}
