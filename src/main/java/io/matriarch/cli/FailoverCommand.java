package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "failover",
        description = "The named member leads, also when no leader can hand over.",
        sortOptions = false)
final class FailoverCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = "--candidate",
            required = true,
            paramLabel = "MEMBER",
            description = "Who shall lead.")
    String candidate = "";

    @Mixin Yes consent = new Yes();

    @Option(
            names = "--force",
            description = "Also a member that lacks writes which were acknowledged: they are lost.")
    boolean force;

    FailoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var change = new Change(session, where);
        String plan =
                change.leader()
                        .map(
                                l ->
                                        "Failover: %s leads instead of %s, which hands over in order when it can; else what %s has not received is lost."
                                                .formatted(candidate, l, candidate))
                        .orElse(
                                "Failover: %s leads; what it has not received is lost."
                                        .formatted(candidate));
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("candidate", candidate);
        if (force) {
            body.put("force", true);
        }
        return change.perform("/failover", body, plan, consent);
    }
}
