package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "now",
        description = "Take a base backup of the agent's node now, and wait until it is stored.",
        sortOptions = false)
final class BackupNowCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(names = "--permanent", description = "Retention shall leave it alone.")
    boolean permanent;

    BackupNowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var body = JsonNodeFactory.instance.objectNode().put("permanent", permanent);
        return new BackupWatch(session, where).begin("/backups", body);
    }
}
