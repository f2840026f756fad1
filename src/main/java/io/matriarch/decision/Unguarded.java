package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.util.List;
import java.util.Optional;

/**
 * The dead man's switch does not answer: nothing would stop PostgreSQL if this agent died, so that
 * another node shall lead (S3).
 */
final class Unguarded {

    static final String WHY = "its dead man's switch does not answer";

    /** Renewals in a row that the store took and the switch did not confirm. */
    private static final int ENOUGH = 3;

    private Unguarded() {}

    static boolean is(Observation seen) {
        return seen.unarmed() >= ENOUGH;
    }

    /** The lease is this node's, and worth nothing: PostgreSQL goes down first. */
    static Optional<Decision> decide(Observation seen, Memory memory, NodeSettings settings) {
        Optional<LeaseView> mine =
                seen.tenure() instanceof Tenure.Held held && held.validAt(seen.now())
                        ? Optional.of(held.lease())
                        : seen.lease().filter(seen.me()::holds);
        return is(seen)
                ? mine.map(lease -> giveBack(seen, memory, settings, lease))
                : Optional.empty();
    }

    private static Decision giveBack(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        Memory calm = memory.handing(Optional.empty());
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(calm);
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    seen.writing() || seen.job().isPresent()
                            ? Decision.goingOn(calm)
                            : Decision.of(
                                    calm,
                                    "giving the lease back: " + WHY,
                                    new Action.Release(
                                            new LeaseDraft(seen, settings).releasing(lease)));
            case PostgresView.Primary _,
                    PostgresView.Standby _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    Decision.of(
                            calm,
                            "stopping PostgreSQL at once, to give the lease back: " + WHY,
                            new Action.StopAtOnce());
        };
    }

    /** No server starts beside a switch that is its parent and does not answer. */
    static Decision held(Observation seen, Memory memory, Decision decision) {
        boolean down =
                seen.server()
                        .filter(
                                s ->
                                        s instanceof PostgresView.Down
                                                || s instanceof PostgresView.Absent)
                        .isPresent();
        return is(seen) && down
                ? Decision.of(memory, "no action: no server can start here, because " + WHY)
                : decision;
    }

    /**
     * Lets the switch rest while nothing here can take writes: it would kill a read-only server for
     * nothing. One that did not answer before shows by its answer that it is back.
     */
    static List<Action> rest(Observation seen) {
        boolean quiet =
                seen.job().map(job -> !Decider.takesWrites(job.job())).orElse(true)
                        && !seen.writing();
        boolean reads =
                switch (seen.server().orElse(null)) {
                    case null -> false;
                    case PostgresView.Down _,
                            PostgresView.Absent _,
                            PostgresView.Unusable _,
                            PostgresView.Standby _ ->
                            true;
                    case PostgresView.Primary _, PostgresView.Starting _, PostgresView.Silent _ ->
                            false;
                };
        return (seen.armed() || is(seen)) && quiet && reads
                ? List.of(new Action.Disarm())
                : List.of();
    }
}
