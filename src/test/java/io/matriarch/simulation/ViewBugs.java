package io.matriarch.simulation;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Mistakes in what a node reads of the table. */
record ViewBugs(Herd herd, SimNode node, SyncBugs syncBugs) {

    /** What this node reads of the store. */
    ClusterView view() {
        ClusterView view = trusting(careless(named(syncBugs.seen(herd.store().view()))));
        boolean free =
                herd.bugs().contains(Bug.WALL_CLOCKS_COMPARED)
                        && herd.store().ageByWallClock(node) > herd.timers().ttl().toMillis();
        return free ? view.with(view.lease().map(ViewBugs::expired)) : view;
    }

    private ClusterView careless(ClusterView view) {
        if (!herd.bugs().contains(Bug.CASCADE_LOOP_UNSEEN)) {
            return view;
        }
        Map<NodeName, Member> members = new HashMap<>(view.members());
        members.replaceAll((_, m) -> herd.tags().shown(m));
        return view.with(members);
    }

    /** As if its own log were all that there is. */
    private ClusterView trusting(ClusterView view) {
        Optional<SimDisk> mine = node.postgres().disk();
        boolean blind =
                herd.bugs().contains(Bug.ARCHIVE_TRUSTED)
                        && !herd.tags().streams(node)
                        && node.postgres().isStandby()
                        && view.lease().filter(l -> l.holder().equals(node.nodeName())).isEmpty();
        return blind && mine.isPresent()
                ? view.with(view.lease().map(l -> at(l, mine.get())))
                : view;
    }

    private static LeaseView at(LeaseView l, SimDisk mine) {
        return new LeaseView(
                l.holder(),
                l.incarnation(),
                l.epoch(),
                l.beat(),
                l.ttl(),
                l.released(),
                l.heir(),
                l.sync(),
                new Lsn(mine.wal.end()),
                new Timeline(mine.wal.branch().timeline),
                l.systemId(),
                l.failsafe(),
                l.fence(),
                l.replacing());
    }

    private ClusterView named(ClusterView view) {
        return herd.bugs().contains(Bug.EACH_TAKES_ITSELF_FOR_NAMED)
                ? view.with(view.lease().map(l -> l.replacing(Optional.of(node.nodeName()))))
                : view;
    }

    private static LeaseView expired(LeaseView l) {
        return new LeaseView(
                l.holder(),
                l.incarnation(),
                l.epoch(),
                l.beat(),
                l.ttl(),
                true,
                l.heir(),
                l.sync(),
                l.lsn(),
                l.timeline(),
                l.systemId(),
                l.failsafe(),
                l.fence(),
                l.replacing());
    }
}
