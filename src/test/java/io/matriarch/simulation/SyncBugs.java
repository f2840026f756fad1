package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import java.util.List;

/** Mistakes in the order in which the lease and PostgreSQL learn of the sync set. */
final class SyncBugs {

    private final Herd herd;
    private final SimNode node;

    SyncBugs(Herd herd, SimNode node) {
        this.herd = herd;
        this.node = node;
    }

    void sending(Effect.WriteLease write) {
        if (herd.bugs().contains(Bug.SYNC_REMOVED_FIRST)) {
            stopWaiting(write);
        }
    }

    void sent(Effect.WriteLease write) {
        if (herd.bugs().contains(Bug.SYNC_GIVEN_UP_UNCONFIRMED)
                && write.next().sync().standbys(node.nodeName()).isEmpty()) {
            stopWaiting(write);
        }
    }

    /** A write without an answer passes for one that was won, as far as the set goes. */
    boolean believes(Effect.WriteLease write) {
        return herd.bugs().contains(Bug.SYNC_TIMEOUT_IS_SUCCESS) && waitsForFewer(write);
    }

    /** Nobody but the holder reads the set. */
    ClusterView seen(ClusterView view) {
        boolean blind =
                herd.bugs().contains(Bug.OUTSIDER_LEADS)
                        && view.lease().filter(l -> l.holder().equals(node.nodeName())).isEmpty();
        boolean hasty =
                herd.bugs().contains(Bug.TOO_FEW_VOTES)
                        && view.lease().filter(l -> l.holder().equals(node.nodeName())).isEmpty();
        if (herd.bugs().contains(Bug.LEAVES_UNASKED) && leaves()) {
            return view.with(view.lease().map(this::withoutMe));
        }
        if (hasty) {
            return view.with(view.lease().map(SyncBugs::each));
        }
        return blind ? view.with(view.lease().map(l -> l.with(SyncSet.NONE))) : view;
    }

    private boolean leaves() {
        SimAgent agent = node.agent();
        return agent != null && agent.because().startsWith("restarting PostgreSQL ");
    }

    private LeaseView withoutMe(LeaseView lease) {
        List<NodeName> others =
                lease.sync().names().stream().filter(n -> !n.equals(node.nodeName())).toList();
        return lease.with(SyncSet.of(lease.holder(), others));
    }

    /** As if each of them had it all. */
    private static LeaseView each(LeaseView lease) {
        SyncSet set = lease.sync();
        return lease.with(new SyncSet(set.names(), set.names().size()));
    }

    private boolean waitsForFewer(Effect.WriteLease write) {
        return !write.next()
                .sync()
                .names()
                .containsAll(node.postgres().commits().inForce().names());
    }

    /** What must come after the lease is confirmed. */
    private void stopWaiting(Effect.WriteLease write) {
        if (node.postgres().isPrimary() && write.holds() && waitsForFewer(write)) {
            List<NodeName> names =
                    node.postgres().commits().inForce().names().stream()
                            .filter(write.next().sync().names()::contains)
                            .toList();
            node.postgres().rewrite(new SyncWait(names, false, true), 1);
        }
    }
}
