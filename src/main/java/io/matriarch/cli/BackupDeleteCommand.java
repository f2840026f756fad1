package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description =
                "Delete a base backup, and the log that no other needs; also without an agent.",
        sortOptions = false)
final class BackupDeleteCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Parameters(paramLabel = "NAME", description = "Which, as matriarch backup list has it.")
    String name = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    BackupDeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.out()
                .println(
                        "Delete: %s, and every file of the log that no other backup needs."
                                .formatted(name));
        session.out().flush();
        if (!yes) {
            Consent.ask(session);
        }
        session.out().println(deleted());
        return 0;
    }

    private String deleted() throws Failure {
        try {
            var body = JsonNodeFactory.instance.objectNode().put("name", name);
            AgentClient.Reply reply = where.operator(session).post("/backups/delete", body);
            if (reply.status() != 200) {
                throw Failure.failed(reply.body());
            }
            return reply.body();
        } catch (AgentClient.Unreachable e) {
            return new BackupFallback(session, where, e).read(backups -> backups.delete(name));
        }
    }
}
