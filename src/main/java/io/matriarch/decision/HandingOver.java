package io.matriarch.decision;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.Optional;

/** A switchover, step by step (S10); each step is found again from what is seen. */
final class HandingOver {

    private static final Duration FRESH = Duration.ofMillis(1000);
    private static final Duration ASK_AGAIN = Duration.ofMillis(10);

    /** After a hand-over that nobody asked for has failed: each costs clients a pause. */
    private static final Duration REST = Duration.ofSeconds(20);

    private HandingOver() {}

    /** An operator's request: refused in one sentence, or begun. */
    static Decision answer(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            OperatorRequest request) {
        Optional<Decision> closed = closed(seen, memory, settings, request);
        if (closed.isPresent()) {
            return closed.get();
        }
        if (!seen.askedWithin(FRESH)) {
            Action[] ask =
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
            return Decision.of(memory, "choosing an heir: asking the members", ask);
        }
        Optional<NodeName> heir = Heirs.best(seen.freshReports(), request.kind(), request.to());
        if (heir.isEmpty()) {
            return end(memory, request, noHeir(request));
        }
        return Decision.of(
                memory.handing(
                        Optional.of(
                                new Memory.HandOver(
                                        Optional.of(request), heir.get(), seen.now(), false))),
                "switching over to %s: a checkpoint first".formatted(heir.get()),
                new Action.Run(new PostgresJob.Checkpoint()));
    }

    static String noHeir(OperatorRequest request) {
        return "refused: %s is not streaming, fit to lead and answering"
                .formatted(request.to().map(NodeName::value).orElse("a member"));
    }

    /** A request that this leader has nothing to do for, or must not do. */
    static Optional<Decision> closed(
            Observation seen, Memory memory, NodeSettings settings, OperatorRequest request) {
        NodeName self = settings.self();
        boolean mine = request.to().filter(self::equals).isPresent();
        if (mine) {
            boolean handed = request.from().filter(from -> !from.equals(self)).isPresent();
            return Optional.of(
                    end(
                            memory,
                            request,
                            handed
                                    ? "done: %s handed over, and %s leads"
                                            .formatted(request.from().get(), self)
                                    : self + " leads already"));
        }
        if (request.from().filter(from -> !from.equals(self)).isPresent()) {
            return Optional.of(
                    end(
                            memory,
                            request,
                            "closed: %s was to hand over, and does not lead any more; %s does"
                                    .formatted(request.from().get(), self)));
        }
        return Pausing.refuses(seen, request)
                ? Optional.of(
                        end(
                                memory,
                                request,
                                "refused: the cluster is %s: name the member that shall lead"
                                        .formatted(seen.pause().orElseThrow().words())))
                : Optional.empty();
    }

    static Decision decide(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            Memory.HandOver step) {
        if (seen.job().isPresent()) {
            return Decision.goingOn(memory);
        }
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Primary _ when !step.flushed() ->
                    Decision.of(
                            memory,
                            "switching over to %s: a checkpoint first".formatted(step.heir()),
                            new Action.Run(new PostgresJob.Checkpoint()));
            case PostgresView.Primary _ -> stop(seen, memory, settings, step);
            case PostgresView.Down(ControlData control, _) when control.cleanPrimary() ->
                    stopped(seen, memory, settings, held, step, control);
            case PostgresView.Down _,
                    PostgresView.Standby _,
                    PostgresView.Absent _,
                    PostgresView.Unusable _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    abandon(seen, memory, step, "PostgreSQL did not stop in order");
        };
    }

    /** The last moment to turn back without cost: is the heir still there? */
    private static Decision stop(
            Observation seen, Memory memory, NodeSettings settings, Memory.HandOver step) {
        if (!seen.askedWithin(FRESH)) {
            return seen.askingPeers()
                    ? Decision.goingOn(memory)
                    : Decision.goingOn(memory, new Action.AskPeers());
        }
        OperatorRequest.Kind kind =
                step.request().map(OperatorRequest::kind).orElse(OperatorRequest.Kind.SWITCHOVER);
        boolean there =
                seen.fresh(step.heir()).map(r -> r.mayLead(kind) && r.streaming()).orElse(false);
        if (!there) {
            return abandon(
                    seen, memory, step, step.heir() + " is no longer streaming and fit to lead");
        }
        return Decision.of(
                memory.handing(
                        Optional.of(
                                new Memory.HandOver(
                                        step.request(), step.heir(), seen.now(), true))),
                "switching over to %s: stopping PostgreSQL in order".formatted(step.heir()),
                new Action.Run(
                        new PostgresJob.Stop(
                                PostgresJob.Stop.Mode.FAST, settings.handOverLimit())));
    }

    /** Down in order: the heir has all of it as soon as it has the shutdown checkpoint. */
    private static Decision stopped(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            Memory.HandOver step,
            ControlData control) {
        Optional<PeerReport> heir = seen.fresh(step.heir());
        boolean caughtUp =
                heir.map(
                                r ->
                                        r.position().isAfter(control.checkpoint())
                                                && !r.primary()
                                                && !control.timeline().isAfter(r.timeline()))
                        .orElse(false);
        Duration waited = seen.now().since(step.since());
        if (caughtUp && seen.writing()) {
            return Decision.goingOn(memory);
        }
        if (caughtUp) {
            return Decision.of(
                    memory,
                    "handing the lease over to %s, which has everything up to %s"
                            .formatted(step.heir(), heir.get().position()),
                    new Action.HandOver(
                            new LeaseDraft(seen, settings).handingOver(held.lease(), step.heir())));
        }
        if (waited.compareTo(settings.handOverLimit()) >= 0) {
            return abandon(seen, memory, step, step.heir() + " did not catch up in time");
        }
        boolean ask = !seen.askingPeers() && !seen.askedWithin(ASK_AGAIN);
        return Decision.of(
                memory,
                "waiting for %s to receive the shutdown checkpoint at %s"
                        .formatted(step.heir(), control.checkpoint()),
                ask ? new Action[] {new Action.AskPeers()} : new Action[0]);
    }

    /** A switchover that fails costs a pause: this node starts again as primary. */
    private static Decision abandon(
            Observation seen, Memory memory, Memory.HandOver step, String why) {
        Memory without = memory.handing(Optional.empty());
        String because = "switchover to %s given up: %s".formatted(step.heir(), why);
        return step.request()
                .map(request -> end(without, request, because))
                .orElseGet(
                        () ->
                                Decision.of(
                                        without.fate(
                                                without.fate()
                                                        .handOverAgain(seen.now().plus(REST))),
                                        because));
    }

    static Decision end(Memory memory, OperatorRequest request, String outcome) {
        return Decision.of(
                memory.answered(request.id()), outcome, new Action.EndRequest(request, outcome));
    }
}
