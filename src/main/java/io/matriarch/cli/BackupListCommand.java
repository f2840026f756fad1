package io.matriarch.cli;

import io.matriarch.api.dto.BackupDocument;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Show the base backups, the newest first; also without an agent.",
        sortOptions = false)
final class BackupListCommand implements Callable<Integer> {

    /** How the list is written. */
    enum Form {
        TEXT,
        JSON
    }

    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json (default: text).")
    Form form = Form.TEXT;

    BackupListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        List<BackupDocument> backups = backups();
        session.out()
                .println(
                        switch (form) {
                            case JSON -> Documents.json(backups);
                            case TEXT -> text(backups);
                        });
        return 0;
    }

    private List<BackupDocument> backups() throws Failure {
        try {
            return List.of(where.reader(session).get("/backups", BackupDocument[].class));
        } catch (AgentClient.Unreachable e) {
            return new BackupFallback(session, where, e).read(BackupReader::list);
        }
    }

    private String text(List<BackupDocument> backups) {
        if (backups.isEmpty()) {
            return "there is no base backup yet";
        }
        var table = new Table();
        table.add(
                List.of(
                        Table.Cell.of("name"),
                        Table.Cell.of("time"),
                        Table.Cell.right("size"),
                        Table.Cell.right("stored"),
                        Table.Cell.right("timeline"),
                        Table.Cell.of("start"),
                        Table.Cell.of("finish"),
                        Table.Cell.of("proven")));
        for (BackupDocument b : backups) {
            table.add(
                    List.of(
                            Table.Cell.of(b.name()),
                            Table.Cell.of(b.time().replaceFirst("\\.\\d+Z$", "Z")),
                            Table.Cell.right(Bytes.of(b.size())),
                            Table.Cell.right(Bytes.of(b.storedSize())),
                            Table.Cell.right(Integer.toString(b.timeline())),
                            Table.Cell.of(b.startLsn()),
                            Table.Cell.of(b.finishLsn()),
                            Table.Cell.of(
                                    b.proven().orElse("never")
                                            + (b.permanent() ? ", permanent" : ""))));
        }
        var text = new StringBuilder(table.print(Integer.MAX_VALUE));
        for (BackupDocument b : backups) {
            b.unproven()
                    .ifPresent(
                            why ->
                                    text.append(
                                            "\n%s was not proven at %s".formatted(b.name(), why)));
            b.unreadable()
                    .ifPresent(
                            why ->
                                    text.append(
                                            "\n%s cannot be restored, and retention keeps it: %s"
                                                    .formatted(b.name(), why)));
        }
        return text.toString();
    }
}
