package io.matriarch.simulation;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import java.util.HashMap;
import java.util.Map;

/**
 * Standbys that restart by themselves: no commit waits for one that does, and no two do at once.
 */
final class RestartRules {

    /** Beats: a standby waits for six to be let out, and is heard within two. */
    private static final int PATIENCE = 3;

    /** A turn lasts no longer; neither does this rule. */
    private static final long LONGEST = 20 * World.SECOND;

    private record Restart(SimNode node, long at, long epoch, SimAgent leader) {}

    private final Herd herd;
    private final Map<SimNode, Long> said = new HashMap<>();
    private final Map<SimNode, Restart> begun = new HashMap<>();

    RestartRules(Herd herd) {
        this.herd = herd;
    }

    /** Some member has heard this. */
    void told(SimAgent by, PeerReport report) {
        if (report.leaving()) {
            said.putIfAbsent(by.node(), herd.world().now());
        } else {
            said.remove(by.node());
            // It is back, or was until something else happened to it.
            if (!report.news().restarts()) {
                begun.remove(by.node());
            }
        }
    }

    /** It is about to do this by nobody's order. */
    void begins(SimAgent agent, PostgresJob job) {
        boolean stops = job instanceof PostgresJob.Rejoin || job instanceof PostgresJob.Stop;
        String because = agent.because();
        boolean ordered = because.startsWith("restarting PostgreSQL as an operator asked");
        if (!stops || ordered || !because.startsWith("restarting PostgreSQL ")) {
            return;
        }
        herd.store()
                .lease()
                .filter(l -> herd.node(l.holder()).postgres().acknowledges())
                .ifPresent(lease -> begins(agent, lease));
    }

    private void begins(SimAgent agent, LeaseView lease) {
        SimNode node = agent.node();
        SimNode holder = herd.node(lease.holder());
        SimAgent leader = holder.agent();
        if (leader == null) {
            return;
        }
        alone(new Restart(node, herd.world().now(), lease.epoch(), leader));
        long waited = herd.world().now() - said.getOrDefault(node, herd.world().now());
        boolean patient = waited >= PATIENCE * agent.guard().pace().beat().toNanos();
        if (lease.sync().standbys(lease.holder()).contains(node.nodeName()) && !patient) {
            throw new Violation(
                    "a standby leaves the sync set before it restarts (S9)",
                    "%s restarts while %s waits for it: %s"
                            .formatted(node.name(), holder.name(), lease.sync()));
        }
    }

    private void alone(Restart mine) {
        for (Restart other : begun.values()) {
            boolean young = mine.at - other.at < LONGEST && other.node != mine.node;
            boolean same = other.epoch == mine.epoch && other.leader == mine.leader;
            if (young && same && !other.node.postgres().running()) {
                throw new Violation(
                        "standbys restart one after the other",
                        "%s restarts while %s is down for the same"
                                .formatted(mine.node.name(), other.node.name()));
            }
        }
        begun.put(mine.node, mine);
    }
}
