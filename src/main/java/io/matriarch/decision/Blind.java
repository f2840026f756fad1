package io.matriarch.decision;

import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.Optional;

/** No valid lease, and the store does not answer: nobody leads from here. */
final class Blind {

    private Blind() {}

    static Decision decide(Observation seen, Memory memory, NodeSettings settings, String why) {
        String cannot = "I cannot read the store (" + why + ")";
        return switch (seen.server().orElse(null)) {
            case null -> Decision.of(memory, "no action: " + cannot);
            // The guard has begun to stop it, or the switch will: both leave the standbys the
            // moment
            // that it takes to send them what was acknowledged.
            case PostgresView.Primary _ when lapsed(seen, memory, settings) ->
                    Decision.of(
                            memory,
                            "stopping PostgreSQL at once: an earlier run's lease has ended by now,"
                                    + " and "
                                    + cannot,
                            new Action.StopAtOnce());
            case PostgresView.Primary _ when seen.armed() ->
                    Decision.of(
                            memory,
                            seen.tenure() instanceof Tenure.Held
                                    ? "stopping PostgreSQL: the lease was not renewed in time, and "
                                            + cannot
                                    : "reading the store before anything else: PostgreSQL takes"
                                            + " writes under an earlier run's lease, and the dead"
                                            + " man's switch holds its end; "
                                            + cannot);
            case PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "stopping PostgreSQL at once: I have no lease, and " + cannot,
                            new Action.StopAtOnce());
            case PostgresView.Down _ when readsOnly(seen, memory, settings) ->
                    Decision.of(
                            memory,
                            "starting PostgreSQL read-only: " + cannot,
                            new Action.Run(new PostgresJob.StartStandby(Optional.empty())));
            case PostgresView.Standby s ->
                    Decision.of(
                            memory,
                            s.streaming()
                                    ? "no action: " + cannot + ", and go on replicating"
                                    : "no action: " + cannot + ", and serve reads only");
            case PostgresView.Down _,
                    PostgresView.Absent _,
                    PostgresView.Unusable _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    Decision.of(memory, "waiting: " + cannot);
        };
    }

    /** Whenever an earlier run was confirmed last: by now the switch should have stopped it. */
    private static boolean lapsed(Observation seen, Memory memory, NodeSettings settings) {
        return seen.tenure() instanceof Tenure.None
                && blindFor(seen, memory, settings.timers().tenure());
    }

    private static boolean blindFor(Observation seen, Memory memory, Duration span) {
        return memory.blindSince()
                .map(since -> seen.now().since(since).compareTo(span) >= 0)
                .orElse(false);
    }

    /**
     * Reads are better than nothing, but not at once: what the store will say may be that this was
     * the leader, or that the directory is another cluster's.
     */
    private static boolean readsOnly(Observation seen, Memory memory, NodeSettings settings) {
        return blindFor(seen, memory, settings.timers().ttl())
                && seen.job().isEmpty()
                && !Health.resting(memory, seen.now());
    }
}
