package io.matriarch.cli;

import io.matriarch.api.dto.OtherClusterDocument;
import io.matriarch.cluster.DocumentTree;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "promote-cluster",
        description = "Have a standby cluster follow nobody any more, and take writes.",
        footer = {
            "",
            "Refused while the cluster that it follows takes writes, or does not answer: what cannot",
            "be seen may be writing. Demote that one first: see docs/standby-cluster.md."
        },
        sortOptions = false)
final class PromoteClusterCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(500);

    /** At the longest beat two answers take less. */
    private static final int POLLS = 60;

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    @Option(
            names = "--force",
            description = "Although the other cluster takes writes, or cannot be seen.")
    boolean force;

    PromoteClusterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var config = new SharedConfig(session, where);
        var before = config.read();
        String host = before.values().get("standby-cluster.host");
        if (host == null) {
            throw Failure.failed("this is no standby cluster: standby-cluster.host is not set");
        }
        if (!force) {
            refuseTwoWriters(host);
        }
        Map<String, Optional<String>> keys =
                Map.of(
                        "standby-cluster.host", Optional.empty(),
                        "standby-cluster.slot", Optional.empty());
        return change.perform(session, config, before, DocumentTree.merged(before.values(), keys));
    }

    private void refuseTwoWriters(String host) throws Failure {
        OtherClusterDocument other;
        try {
            other = seenFromNowOn(where.reader(session));
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(
                    "%s, so nobody can say whether the cluster at %s takes writes; --force promotes all the same"
                            .formatted(e.line(), host));
        }
        Optional<String> refusal = other.refusal();
        if (refusal.isPresent()) {
            throw Failure.failed(refusal.get());
        }
        if (!other.trouble().isEmpty()) {
            session.err()
                    .println(
                            "matriarch: not every server of the other cluster answers, and one that does not may be writing: "
                                    + other.trouble());
        }
    }

    /** What an agent saw a moment ago may have changed since. */
    private OtherClusterDocument seenFromNowOn(AgentClient agent)
            throws Failure, AgentClient.Unreachable {
        OtherClusterDocument first = agent.get("/other-cluster", OtherClusterDocument.class);
        OtherClusterDocument other = first;
        for (int i = 0; i < POLLS && !other.isNewerThan(first); i++) {
            if (!session.terminal().pause(POLL)) {
                break;
            }
            other = agent.get("/other-cluster", OtherClusterDocument.class);
        }
        if (!other.isNewerThan(first)) {
            throw Failure.failed(
                    "%s has not asked the other cluster anew; --force promotes all the same"
                            .formatted(agent.api()));
        }
        return other;
    }
}
