package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description = "The agents do nothing by themselves, until matriarch resume.",
        footer = {
            "",
            "No failover, no start of a server that somebody stopped, no rejoin, no copy. What an",
            "operator asks for works: switchover and failover to a named member, backups. A leader",
            "that loses its lease stops all the same: see docs/pause.md."
        },
        sortOptions = false)
final class PauseCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for those who look at the list.")
    Optional<String> reason = Optional.empty();

    @Option(names = "--wait", description = "Return when every reachable member has seen it.")
    boolean wait;

    PauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("by", who());
        reason.ifPresent(r -> body.put("reason", r));
        return new PauseCall(session, where).pause(body, wait, consent);
    }

    private static String who() {
        String user = System.getProperty("user.name", "somebody");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return user;
        }
    }
}
