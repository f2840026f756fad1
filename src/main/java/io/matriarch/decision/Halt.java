package io.matriarch.decision;

import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;

/**
 * Why PostgreSQL is down here: while the cluster is paused, an agent starts again what it has
 * stopped itself, and nothing else.
 */
enum Halt {
    /** It has not been up in this run of the agent. */
    UNSEEN,
    /** It is up, and reads only. */
    READS,
    /** It is up, and takes writes under a valid lease. */
    WRITES,
    /** This agent stops it, or has, for what an operator asked. */
    ORDERED,
    /** It took writes, and had to stop with its lease (S2). */
    LAPSED,
    /** It crashed, or somebody stopped it. */
    OTHERS;

    /** What this round's look adds. */
    static Memory update(Observation seen, Memory memory) {
        return memory.halt(next(seen, memory.halt()));
    }

    private static Halt next(Observation seen, Halt before) {
        boolean lapsed = before == WRITES && !valid(seen);
        boolean stopping = seen.job().filter(j -> stops(j.job())).isPresent();
        if (before == ORDERED && stopping) {
            return ORDERED;
        }
        return switch (seen.server().orElse(null)) {
            case PostgresView.Primary _ -> valid(seen) ? WRITES : LAPSED;
            case PostgresView.Standby _ -> READS;
            case null -> lapsed ? LAPSED : before;
            case PostgresView.Starting _, PostgresView.Silent _ -> lapsed ? LAPSED : before;
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    lapsed ? LAPSED : down(before, stopping);
        };
    }

    private static Halt down(Halt before, boolean stopping) {
        boolean up = before == READS || before == WRITES;
        Halt why = stopping ? ORDERED : OTHERS;
        return up ? why : before;
    }

    /** The server is down while this goes on, or after it. */
    private static boolean stops(PostgresJob job) {
        return switch (job) {
            case PostgresJob.Initialize _,
                    PostgresJob.Clone _,
                    PostgresJob.Restore _,
                    PostgresJob.StartPrimary _,
                    PostgresJob.StartStandby _,
                    PostgresJob.Stop _,
                    PostgresJob.Rejoin _ ->
                    true;
            case PostgresJob.Promote _,
                    PostgresJob.Detach _,
                    PostgresJob.Follow _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _,
                    PostgresJob.Synchronize _ ->
                    false;
        };
    }

    private static boolean valid(Observation seen) {
        return seen.tenure().validAt(seen.now());
    }

    /** What was just decided may stop the server. */
    static Decision noted(Decision decision) {
        Halt halt = decision.next().halt();
        for (Action action : decision.actions()) {
            halt =
                    switch (action) {
                        case Action.StopAtOnce _ -> LAPSED;
                        case Action.Run(PostgresJob.Stop _) -> ORDERED;
                        default -> halt;
                    };
        }
        return new Decision(
                decision.next().halt(halt),
                decision.actions(),
                decision.because(),
                decision.mayExit());
    }
}
