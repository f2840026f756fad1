package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import java.util.Optional;

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
        Memory careful =
                own || lease.incarnation().isEmpty()
                        ? memory
                        : promisedPerhaps(seen, memory, lease);
        return Decision.of(
                careful,
                because,
                own
                        ? new Action.Renew(draft.renewing(lease))
                        : new Action.Adopt(draft.adopting(lease), lease));
    }

    /**
     * The earlier run may have taken this lease by a write that arrived late, and promised in
     * between to stand by (S5). The promise is made again from nothing; a server that takes writes
     * shows that there was none.
     */
    private static Memory promisedPerhaps(Observation seen, Memory memory, LeaseView lease) {
        return memory.promised(
                Optional.of(
                        new Memory.Promise(
                                lease.holder(), lease.epoch(), seen.now().plus(lease.ttl()))));
    }
}
