package io.matriarch.simulation;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PostgresJob;
import java.util.Optional;

/** What stands in the lease before anybody is promoted under it. */
final class PromotionRules {

    private final Herd herd;

    PromotionRules(Herd herd) {
        this.herd = herd;
    }

    /** By a lease without a set lag alone would decide who leads next. */
    void begins(SimAgent agent, PostgresJob job) {
        Optional<LeaseView> lease = herd.store().lease();
        boolean loose = lease.filter(l -> l.sync().isEmpty()).isPresent();
        if (job instanceof PostgresJob.Promote && agent.snapshot().replication().waits() && loose) {
            throw new Violation(
                    "the sync set stands in the lease before a promotion (S8)",
                    "%s promotes where commits shall wait, by %s"
                            .formatted(agent.node().name(), EventWords.lease(lease.get())));
        }
    }
}
