package io.matriarch.api;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import io.matriarch.lease.StoreWrite;
import java.util.Optional;

/** How a plan was dropped, as an answer. */
final class Dropped {

    private Dropped() {}

    /** What dropping it would come to. */
    static Answer trial(Optional<ClusterView> store, Optional<NodeName> member) {
        Plans plans = store.map(ClusterView::plans).orElse(Plans.NONE);
        Optional<? extends Plan> plan =
                member.isPresent() ? member.map(plans.restarts()::get) : plans.switchover();
        String what = member.isPresent() ? "restart" : "switchover";
        return plan.map(
                        p ->
                                new Answer(
                                        200,
                                        "would forget the %s scheduled at %s"
                                                .formatted(what, p.at())))
                .orElseGet(() -> new Answer(404, "no %s is scheduled".formatted(what)));
    }

    static Answer answer(StoreWrite write, String done) {
        return switch (write) {
            case StoreWrite.Written _ -> new Answer(200, done);
            case StoreWrite.Conflict(var why) -> new Answer(404, why);
            case StoreWrite.Unknown(var why) ->
                    new Answer(503, "nobody knows whether it was deleted: " + why);
        };
    }
}
