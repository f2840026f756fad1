package io.matriarch.cli;

import io.matriarch.api.dto.OtherClusterDocument;
import io.matriarch.cluster.StandbyOf;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "promote-cluster",
        description = "Have a standby cluster follow nobody any more, and take writes.",
        footer = {
            "",
            "Refused while the cluster that it follows takes writes, or does not answer: what cannot",
            "be seen may be writing; and while a server there has log that has not come here. Demote",
            "that one first: see docs/standby-cluster.md."
        },
        sortOptions = false)
final class PromoteClusterCommand implements Callable<Integer> {
    private static final String COST =
            "Promoting this cluster: its leader takes writes from then on. What it lacks of the other"
                    + " cluster's log by then is lost here.";

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    PromoteClusterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var config = new SharedConfig(session, where);
        var before = config.read();
        SortedMap<String, String> next = new TreeMap<>(before.values());
        if (!next.keySet().removeAll(StandbyOf.keys(before.values()).keySet())) {
            throw Failure.failed("this is no standby cluster: it follows nobody");
        }
        warn();
        return change.perform(session, config, before, next, COST);
    }

    private void warn() throws Failure {
        try {
            OtherClusterDocument other =
                    where.reader(session).get("/other-cluster", OtherClusterDocument.class);
            boolean some = !other.writer().isEmpty() || !other.reader().isEmpty();
            if (some && !other.trouble().isEmpty()) {
                session.err()
                        .println(
                                "matriarch: not every server of the other cluster answers, and one that does not may be writing: "
                                        + other.trouble());
            }
        } catch (AgentClient.Unreachable _) {
            // Without an agent it is refused anyway, or forced.
        }
    }
}
