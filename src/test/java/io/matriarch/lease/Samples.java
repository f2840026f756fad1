package io.matriarch.lease;

import io.matriarch.cluster.Domain;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Leases and members for tests; their runs of the agent are called {@code NAME-run}. */
public final class Samples {

    public static final NodeName N1 = new NodeName("n1");
    public static final NodeName N2 = new NodeName("n2");

    private Samples() {}

    public static LeaseView lease(NodeName holder, long epoch, long beat) {
        return new LeaseView(
                holder,
                holder + "-run",
                epoch,
                beat,
                Duration.ofSeconds(6),
                false,
                Optional.empty(),
                SyncSet.NONE,
                Lsn.parse("0/3000060"),
                new Timeline(1),
                new SystemId("7412345678901234567"),
                Set.of());
    }

    /** Every field has a value that differs from its neighbours'. */
    public static LeaseView fullLease(NodeName holder, NodeName heir, long epoch, long beat) {
        return new LeaseView(
                holder,
                "run-9",
                epoch,
                beat,
                Duration.ofMillis(6500),
                false,
                Optional.of(heir),
                new SyncSet(List.of(holder, heir), 1),
                Lsn.parse("FFFFFFFF/FFFFFFFF"),
                new Timeline(17),
                new SystemId("18446744073709551615"),
                Set.of(holder, heir),
                Set.of(new NodeName("n8"), new NodeName("n9")),
                Optional.of(new NodeName("n7")));
    }

    public static LeaseView released(LeaseView lease) {
        return new LeaseView(
                lease.holder(),
                lease.incarnation(),
                lease.epoch(),
                lease.beat() + 1,
                lease.ttl(),
                true,
                lease.heir(),
                lease.sync(),
                lease.lsn(),
                lease.timeline(),
                lease.systemId(),
                lease.failsafe());
    }

    public static LeaseView incarnation(LeaseView lease, String incarnation) {
        return new LeaseView(
                lease.holder(),
                incarnation,
                lease.epoch(),
                lease.beat(),
                lease.ttl(),
                lease.released(),
                lease.heir(),
                lease.sync(),
                lease.lsn(),
                lease.timeline(),
                lease.systemId(),
                lease.failsafe());
    }

    public static LeaseCondition.Mine mine(LeaseView lease) {
        return new LeaseCondition.Mine(lease.holder(), lease.incarnation(), lease.epoch());
    }

    public static LeaseCondition.Unmoved unmoved(LeaseView lease) {
        return new LeaseCondition.Unmoved(lease.epoch(), lease.beat());
    }

    public static Member member(NodeName name, String sentence) {
        return new Member(
                name,
                "10.0.0.7",
                5432,
                "http://10.0.0.7:8008",
                "streaming",
                "replica",
                new Timeline(2),
                Lsn.parse("0/5000000"),
                Lsn.parse("0/4FFFFF8"),
                true,
                "15.13",
                sentence,
                "i-0123456789abcdef0",
                "a spot interruption",
                "the disk is gone",
                Tags.of(Map.of("replicatefrom", "n2", "failover-priority", "3", "rack", "r7")),
                List.of(new PendingSetting("max_connections", "100", "90")),
                "eu-central-1a",
                new RoutesView(
                        RoutesView.State.FAILING,
                        Optional.of(new Domain("herd.db.internal")),
                        "primary.herd.db.internal 10.0.0.7",
                        1_700_000_000_000L,
                        OptionalLong.of(31_000),
                        "throttled by Route53"));
    }
}
