package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Plan;
import io.matriarch.history.Ledger;

/** Takes out of the store what operators have had their answer to. */
final class Closing {

    private Closing() {}

    /** A request stands in the store by itself, or as what was planned. */
    static void request(
            OperatorRequest request, String outcome, Known known, Effects effects, Ledger ledger) {
        ledger.answered(request, outcome);
        known.store
                .seen()
                .flatMap(v -> v.plans().switchover())
                .filter(p -> p.id().equals(request.id()))
                .ifPresentOrElse(
                        p -> {
                            known.removingPlan = p.id();
                            effects.start(new Effect.RemovePlan(p));
                        },
                        () -> {
                            known.removing = request.id();
                            effects.start(new Effect.RemoveRequest(request.id()));
                        });
    }

    static void plan(Plan plan, String outcome, Known known, Effects effects, Ledger ledger) {
        if (known.removingPlan.equals(plan.id())) {
            return;
        }
        if (!outcome.isEmpty()) {
            ledger.warn(outcome);
        }
        known.removingPlan = plan.id();
        effects.start(new Effect.RemovePlan(plan));
    }

    /** A removal that failed would leave the next operator before a closed door. */
    static void again(ClusterView view, Known known, Effects effects) {
        view.request()
                .filter(r -> r.id().equals(known.removing))
                .ifPresent(r -> effects.start(new Effect.RemoveRequest(r.id())));
        view.plans()
                .switchover()
                .filter(p -> p.id().equals(known.removingPlan))
                .ifPresent(p -> effects.start(new Effect.RemovePlan(p)));
        view.plans().restarts().values().stream()
                .filter(p -> p.id().equals(known.removingPlan))
                .forEach(p -> effects.start(new Effect.RemovePlan(p)));
    }
}
