package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;

/** The store says that this node holds the lease, but no renewal of this run is confirmed. */
final class Returning {

    private Returning() {}

    static Decision decide(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        LeaseDraft draft = new LeaseDraft(seen, settings);
        boolean own = seen.me().holds(lease);
        String because =
                lease.heir().filter(settings.self()::equals).isPresent()
                        ? "taking over: the former leader handed me epoch %d"
                                .formatted(lease.epoch())
                        : "renewing the lease of epoch %d, which names me, before anything else"
                                .formatted(lease.epoch());
        if (seen.writing()) {
            return Decision.goingOn(memory);
        }
        return Decision.of(
                memory,
                because,
                own
                        ? new Action.Renew(draft.renewing(lease))
                        : new Action.Adopt(draft.adopting(lease), lease));
    }
}
