package io.matriarch.simulation;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SideChange;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An agent of the other cluster, asked to promote it; its operator also heeds its warning. */
record SimFarAgent(Herd herd) {

    /** Why it is not promoted; empty when nothing speaks against it. */
    Optional<String> refusal() {
        RemoteView seen = look();
        return new SideChange.Ends(SimRemote.PLACE)
                .objection(seen, herd.store().view().with(Optional.of(lease())))
                .or(() -> Optional.of(seen.trouble()).filter(t -> !t.isEmpty()));
    }

    /** The herd's servers, as it sees them. */
    private RemoteView look() {
        Optional<Upstream> writer = Optional.empty();
        Optional<Upstream> reader = Optional.empty();
        List<RemoteView.Receiver> receivers = new ArrayList<>();
        String trouble = "";
        for (SimNode node : herd.nodes()) {
            SimPostgres postgres = node.postgres();
            Upstream here = new Upstream(StandbyOf.NAME, node.name(), 5432);
            boolean answers =
                    node.up() && !node.paused() && postgres.running() && !postgres.answersLate();
            if (!answers) {
                trouble = node.name() + " does not answer";
            } else if (postgres.isPrimary()) {
                writer = Optional.of(here);
            } else {
                reader = Optional.of(here);
                receivers.add(receiver(here, postgres.disk().orElseThrow().wal));
            }
        }
        if (herd.bugs().contains(Bug.STREAMING_IS_WHOLE)) {
            receivers.clear();
        }
        return new RemoteView(
                writer, reader, true, SystemId.NONE, trouble, receivers, Optional.empty());
    }

    private static RemoteView.Receiver receiver(Upstream at, Wal log) {
        return new RemoteView.Receiver(
                at, new Timeline(log.branch().timeline), new Lsn(log.end()), true);
    }

    /** Of its own standby leader. */
    private LeaseView lease() {
        NodeName holder = new NodeName("far-away");
        SimDisk disk = herd.remote().disk();
        return new LeaseView(
                holder,
                "1",
                1,
                1,
                Duration.ofSeconds(6),
                false,
                Optional.empty(),
                SyncSet.NONE,
                new Lsn(disk.wal.end()),
                new Timeline(disk.wal.branch().timeline),
                new SystemId(disk.systemId),
                Set.of(holder));
    }
}
