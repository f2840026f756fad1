package io.matriarch.decision;

import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Upstream;
import java.util.Optional;

/** A standby takes logical slots in only when it starts: it restarts for them, once. */
final class SlotCopying {

    private SlotCopying() {}

    static Optional<Decision> due(Observation seen, Memory memory, Upstream leader) {
        boolean ready =
                seen.fresh(leader.name()).map(r -> r.primary() && r.checkpointed()).orElse(false);
        if (seen.slots().toCopy().isEmpty() || !ready || Health.resting(memory, seen.now())) {
            return Optional.empty();
        }
        return Optional.of(
                Decision.of(
                        memory,
                        "restarting PostgreSQL to take in the slots %s of %s"
                                .formatted(String.join(", ", seen.slots().toCopy()), leader.name()),
                        new Action.Run(new PostgresJob.Rejoin(leader))));
    }
}
