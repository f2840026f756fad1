package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;

/** A standby takes logical slots in only when it starts: it restarts for them, once. */
final class SlotCopying {

    private static final Duration REST = Duration.ofSeconds(30);

    private SlotCopying() {}

    /** It streams from a leader that has slots which this one lacks. */
    static boolean restarts(Observation seen, Memory memory, PostgresView.Standby mine) {
        // A slot that could not be copied is no reason to restart over and over.
        boolean rested =
                memory.turns()
                        .restarted()
                        .filter(t -> seen.now().since(t).compareTo(REST) < 0)
                        .isEmpty();
        return mine.streaming()
                && rested
                && !seen.slots().toCopy().isEmpty()
                && seen.lease()
                        .map(LeaseView::holder)
                        .flatMap(seen::report)
                        .filter(PeerReport::primary)
                        .filter(PeerReport::checkpointed)
                        .isPresent();
    }

    static Optional<Decision> due(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader,
            PostgresView.Standby mine) {
        if (!restarts(seen, memory, mine) || Health.resting(memory, seen.now())) {
            return Optional.empty();
        }
        String why =
                "to take in the slots %s of %s"
                        .formatted(String.join(", ", seen.slots().toCopy()), leader.name());
        var job = new PostgresJob.Rejoin(leader);
        // In a pause this is refused, and said.
        return Optional.of(
                seen.paused()
                        ? Decision.of(memory, "restarting PostgreSQL " + why, new Action.Run(job))
                        : Turns.restart(seen, memory, settings, lease, why, job));
    }
}
