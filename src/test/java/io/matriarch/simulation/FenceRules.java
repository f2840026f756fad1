package io.matriarch.simulation;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who may be stopped, and what waits for it. */
final class FenceRules {

    private final Herd herd;

    /** They held the lease and did not give it back, and the lease still names them for it. */
    private final Set<NodeName> vanished = new TreeSet<>();

    /** Those of them that vanished since the newest promotion. */
    private final Set<NodeName> owed = new TreeSet<>();

    FenceRules(Herd herd) {
        this.herd = herd;
    }

    void leaseWritten(Optional<LeaseView> before, LeaseView next) {
        boolean handedOver = next.incarnation().isEmpty();
        before.filter(b -> b.epoch() < next.epoch() && !b.released() && !handedOver)
                .map(LeaseView::holder)
                .ifPresent(
                        holder -> {
                            vanished.add(holder);
                            owed.add(holder);
                        });
        vanished.removeIf(name -> !next.fence().contains(name));
        if (!next.released()) {
            owed.remove(next.holder());
        }
    }

    /** Somebody asks for this machine to be stopped. */
    void stops(SimNode by, SimNode target) {
        by.tell("has the machine of " + target.name() + " stopped");
        if (by == target) {
            throw new Violation("nobody stops its own machine", by.name() + " does");
        }
        if (!vanished.contains(target.nodeName()) && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "only the machine of a leader that vanished is stopped",
                    "%s stops that of %s".formatted(by.name(), target.name()));
        }
    }

    void off(SimNode node) {
        owed.remove(node.nodeName());
    }

    void promoted(SimNode node) {
        boolean holds =
                herd.store().lease().filter(l -> l.holder().equals(node.nodeName())).isPresent();
        boolean forced =
                herd.store()
                        .request()
                        .filter(r -> r.kind() == OperatorRequest.Kind.FORCED)
                        .isPresent();
        if (!holds) {
            return;
        }
        if (herd.machines().mode() == FenceMode.REQUIRED
                && !owed.isEmpty()
                && !forced
                && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "where fencing is required nobody is promoted beside a leader that vanished",
                    "%s is promoted, and %s may still run".formatted(node.name(), owed));
        }
        owed.clear();
    }

    /** A member is taken off the list. */
    void leaves(NodeName name) {
        if (!herd.machines().wasReplaced(name)) {
            throw new Violation("who is only silent stays on the list", name + " is taken off it");
        }
    }
}
