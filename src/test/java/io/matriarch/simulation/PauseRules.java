package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.LeaseCondition;

/** What an agent that has read that the cluster is paused does not do by itself. */
final class PauseRules {

    private static final String RULE = "nothing happens by itself while the cluster is paused";

    private final SimAgent agent;
    private boolean paused;
    private boolean ordered;
    private long upSince = Long.MAX_VALUE;

    PauseRules(SimAgent agent) {
        this.agent = agent;
    }

    /** An answer of the store reaches the agent. */
    void learn(Reading<ClusterView> answer) {
        answer.seen()
                .ifPresent(
                        view -> {
                            paused = view.pause().isPresent();
                            ordered = view.request().filter(this::namesMe).isPresent();
                        });
    }

    private boolean namesMe(OperatorRequest request) {
        return request.kind() != OperatorRequest.Kind.SWITCHOVER
                && request.to().filter(agent.node().nodeName()::equals).isPresent();
    }

    void begins(Effect effect) {
        switch (effect) {
            case Effect.WriteLease write when paused -> leads(write);
            case Effect.RunJob(_, var job) -> works(job);
            default -> {}
        }
    }

    /** A look has shown its server. */
    void looked(PostgresView view) {
        boolean up = view instanceof PostgresView.Primary || view instanceof PostgresView.Standby;
        long now = agent.node().now();
        upSince = !up ? Long.MAX_VALUE : Math.min(upSince, now);
    }

    /** It knows of a pause, and has seen its server up for a while. */
    boolean watches() {
        return paused && agent.node().now() - upSince > 5 * World.SECOND;
    }

    /** A holder may write its item anew where somebody has deleted it. */
    private void leads(Effect.WriteLease write) {
        SimNode node = agent.node();
        boolean takes =
                switch (write.condition()) {
                    case LeaseCondition.Absent _ -> true;
                    case LeaseCondition.Unmoved(var epoch, _) -> write.next().epoch() > epoch;
                    case LeaseCondition.Mine _ -> false;
                };
        if (takes && !ordered && !agent.guard().validAt(node.clock().now())) {
            throw new Violation(RULE, node.name() + " takes the lease: " + agent.because());
        }
    }

    private void works(PostgresJob job) {
        SimNode node = agent.node();
        boolean copies = job instanceof PostgresJob.Clone || job instanceof PostgresJob.Restore;
        boolean starts =
                job instanceof PostgresJob.StartPrimary
                        || job instanceof PostgresJob.StartStandby
                        || job instanceof PostgresJob.Rejoin;
        boolean asked = ordered || agent.restarts();
        if (paused && ((copies && !agent.rebuilds()) || (starts && node.isLeftDown() && !asked))) {
            throw new Violation(RULE, "%s begins %s".formatted(node.name(), job.words()));
        }
        if (starts || copies) {
            node.leftDown(false);
        }
    }
}
