package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * While an operator has the cluster paused, the agents do nothing by themselves. What keeps the
 * cluster safe goes on, and so does what an operator asks for: PostgreSQL never outlives its lease,
 * paused or not.
 */
final class Pausing {

    private Pausing() {}

    /** The same decision, without what nobody asked for. */
    static Decision held(
            Observation seen, Memory memory, NodeSettings settings, Decision decision) {
        if (!seen.paused()) {
            return decision;
        }
        // An operator's reinitialization begins in this very decision.
        boolean begins = decision.next().orders().isAt(OrderMemory.Stage.COPYING);
        List<Action> kept = new ArrayList<>();
        Optional<String> not = Optional.empty();
        for (Action action : decision.actions()) {
            Optional<String> refused = refused(action, seen, memory, settings, begins);
            if (refused.isEmpty()) {
                kept.add(action);
            }
            not = not.or(() -> refused);
        }
        return not.isEmpty()
                ? decision
                : new Decision(memory, kept, not.get() + because(seen), false);
    }

    private static String because(Observation seen) {
        return ": the cluster is " + seen.pause().orElseThrow().words();
    }

    /** What is not done, in words; empty when it may be. */
    private static Optional<String> refused(
            Action action, Observation seen, Memory memory, NodeSettings settings, boolean begins) {
        boolean ordered = Eligibility.named(seen, settings);
        return switch (action) {
            case Action.Take _ -> unless(ordered, "not taking over");
            case Action.Release _ -> Optional.of("keeping the lease");
            case Action.Run(var job) -> refused(job, memory, ordered, begins);
            case Action.StopAtOnce _,
                    Action.Disarm _,
                    Action.Adopt _,
                    Action.Renew _,
                    Action.HandOver _,
                    Action.AskPeers _,
                    Action.AskFailsafe _,
                    Action.RecordFork _,
                    Action.TellGroup _,
                    Action.EndRequest _,
                    Action.EndOrder _,
                    Action.EndPlan _,
                    Action.Fence _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> refused(
            PostgresJob job, Memory memory, boolean ordered, boolean begins) {
        Halt halt = memory.halt();
        boolean rebuilt = begins && memory.orders().isAt(OrderMemory.Stage.BEGUN);
        boolean own = halt != Halt.OTHERS || ordered;
        return switch (job) {
            case PostgresJob.StartPrimary _, PostgresJob.StartStandby _ ->
                    unless(own, "leaving PostgreSQL stopped");
            case PostgresJob.Clone _, PostgresJob.Restore _ ->
                    unless(rebuilt, "not " + job.words());
            case PostgresJob.Rejoin _ -> unless(halt == Halt.ORDERED, "not " + job.words());
            case PostgresJob.Stop(var mode, _) ->
                    unless(
                            mode != PostgresJob.Stop.Mode.KILL,
                            "not killing PostgreSQL, which hangs");
            // Whoever holds the lease finishes what was begun.
            case PostgresJob.Initialize _,
                    PostgresJob.Promote _,
                    PostgresJob.Follow _,
                    PostgresJob.Detach _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _,
                    PostgresJob.Synchronize _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> unless(boolean may, String what) {
        return may ? Optional.empty() : Optional.of(what);
    }

    /** A former leader that nobody has told to hand over stays out. */
    static boolean keepsOut(Observation seen, Memory memory) {
        return seen.paused() && memory.halt() != Halt.ORDERED;
    }

    /** The lease is free, and stays so until an operator names who shall lead. */
    static Optional<Decision> racing(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        boolean waits =
                seen.paused()
                        && seen.server().orElse(null) instanceof PostgresView.Standby
                        && !Eligibility.named(seen, settings);
        if (waits && seen.store().seen().flatMap(ClusterView::request).isPresent()) {
            // Whom an operator names still needs the others' votes.
            Optional<Decision> votes =
                    Votes.leavesFirst(seen, memory, lease, "an operator names the next leader");
            if (votes.isPresent()) {
                return votes;
            }
        }
        return waits
                ? Optional.of(
                        Decision.of(
                                memory,
                                "not taking over, though the lease of %s (epoch %d) is %s%s"
                                        .formatted(
                                                lease.holder(),
                                                lease.epoch(),
                                                lease.released() ? "released" : "expired",
                                                because(seen))))
                : Optional.empty();
    }

    /** A leader whose PostgreSQL stays down gives way to nobody but whom an operator names. */
    static Optional<Decision> order(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        boolean down =
                seen.paused()
                        && seen.job().isEmpty()
                        && memory.handOver().isEmpty()
                        && seen.server()
                                .filter(s -> !s.hasProcess() && memory.halt() == Halt.OTHERS)
                                .isPresent();
        return !down
                ? Optional.empty()
                : seen.store()
                        .seen()
                        .flatMap(view -> view.request())
                        .filter(r -> !memory.isAnswered(r.id()))
                        .filter(r -> !r.to().equals(Optional.of(settings.self())))
                        .map(r -> givingWay(seen, memory, settings, held, r));
    }

    private static Decision givingWay(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            OperatorRequest request) {
        boolean orderly =
                seen.server().orElse(null) instanceof PostgresView.Down(ControlData control, _)
                        && control.cleanPrimary();
        Optional<NodeName> heir =
                request.to()
                        .filter(to -> seen.fresh(to).filter(PeerReport::eligible).isPresent())
                        .filter(_ -> orderly);
        if (heir.isPresent()) {
            return Decision.of(
                    memory.handing(
                            Optional.of(
                                    new Memory.HandOver(
                                            Optional.of(request), heir.get(), seen.now(), true))),
                    "switching over to %s: PostgreSQL is down in order".formatted(heir.get()));
        }
        if (request.kind() == OperatorRequest.Kind.SWITCHOVER) {
            return HandingOver.end(
                    memory,
                    request,
                    ("refused: PostgreSQL of %s is down, and cannot hand over in order;"
                                    + " matriarch failover names who shall lead")
                            .formatted(settings.self()));
        }
        return Leading.release(
                seen,
                memory,
                settings,
                held,
                "giving the lease back: an operator wants %s to lead"
                        .formatted(request.to().map(NodeName::value).orElse("another member")));
    }

    /** Somebody must choose: the best one would be this agent's own choice. */
    static boolean refuses(Observation seen, OperatorRequest request) {
        return seen.paused() && request.to().isEmpty();
    }
}
