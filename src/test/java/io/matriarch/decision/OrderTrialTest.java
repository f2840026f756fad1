package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What orders and requests would come to; all is seen by n1. */
final class OrderTrialTest {

    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final Order RESTART = new Order.Restart("r", Order.RestartFilter.ALWAYS, LIMIT);
    private static final Order COPY =
            new Order.Reinitialize("c", new Order.CopySource.Leader(), false);
    private static final LeaseView MINE = Seen.lease(N1, "n1-2", 4);
    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4);

    private static OrderOutcome trial(Seen seen, Order order) {
        return OrderTrial.of(seen.now(), Memory.EMPTY, Seen.SETTINGS, order);
    }

    private static Seen leader() {
        return Seen.nothing().holding(MINE, Duration.ofMillis(100)).primary(2, true);
    }

    private static Seen standby(LeaseView lease) {
        return Seen.nothing().lease(lease).standby(2, 5_000, N2, true);
    }

    @Test
    void aRestartSaysWhatComesFirst() {
        assertEquals(
                OrderOutcome.done(
                        "would make a checkpoint, stop PostgreSQL in order and start it again; I keep the lease, and timeline 2"),
                trial(leader(), RESTART));
        assertEquals(
                OrderOutcome.done("would stop PostgreSQL and start it again"),
                trial(standby(THEIRS), RESTART));
        assertEquals(
                OrderOutcome.done(
                        "would wait until n2 has taken me out of the sync set, then stop PostgreSQL and start it again"),
                trial(standby(THEIRS.with(SyncSet.of(N2, List.of(N1)))), RESTART));
    }

    @Test
    void whatTheOrderItselfWouldBeRefusedFor() {
        var primary =
                new Order.Restart(
                        "r",
                        new Order.RestartFilter(
                                Optional.of(Order.Role.STANDBY_LEADER), Optional.empty(), false),
                        LIMIT);
        assertEquals(
                OrderOutcome.refused("restart conditions are not satisfied: it is the primary"),
                trial(leader(), primary));
        assertEquals(
                OrderOutcome.refused(
                        "I am the leader, and a leader is never reinitialized: switch over first"),
                trial(leader(), COPY));
        assertEquals(
                OrderOutcome.refused("in the middle of cloning from n2: force gives it up"),
                trial(
                        standby(THEIRS).job(new PostgresJob.Clone(new Upstream(N2, "n2", 5432))),
                        COPY));
        assertEquals(
                OrderOutcome.refused("this agent is stopping"),
                trial(leader().stopping(), RESTART));
    }

    @Test
    void aCopySaysWhereItComesFrom() {
        assertEquals(
                OrderOutcome.done(
                        "would stop PostgreSQL and build its data anew, copying n2; the old directory is kept aside"),
                trial(standby(THEIRS), COPY));
    }

    /** Beyond the limit it may lead when it is named; outside the sync set, only by force. */
    @Test
    void whatAnOperatorMustSayForAMemberToLead() {
        assertEquals(Bidding.NONE, bidding(standby(THEIRS)));
        Seen far = Seen.nothing().lease(THEIRS).standby(2, 0, N2, true);
        var strict = NodeSettings.of(N1, Seen.TIMERS, 100);
        assertEquals(Bidding.NAMED, Eligibility.bidding(far.now(), Memory.EMPTY, strict));
        assertEquals(Bidding.FORCED, bidding(standby(THEIRS.with(SyncSet.of(N2, List.of(N3))))));
        assertEquals(
                Bidding.VAIN, bidding(Seen.nothing().lease(THEIRS).down("shut down", 2, true)));
    }

    private static Bidding bidding(Seen seen) {
        return Eligibility.bidding(seen.now(), Memory.EMPTY, Seen.SETTINGS);
    }

    /** n2 has not read yet that an operator names it, and by itself it would not lead. */
    @Test
    void aLeaderHandsOverToWhomAnOperatorForces() {
        for (var kind : OperatorRequest.Kind.values()) {
            Observation seen =
                    leader().request(
                                    new OperatorRequest(
                                            "q", kind, Optional.of(N1), Optional.of(N2)))
                            .peer(report(N2, Bidding.FORCED))
                            .now();
            Memory kept = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3))));
            Decision decision = Decider.decide(seen, kept, Seen.SETTINGS);
            boolean hands = decision.next().handOver().isPresent();
            assertEquals(kind == OperatorRequest.Kind.FORCED, hands, decision::because);
        }
    }

    private static PeerReport report(NodeName name, Bidding bidding) {
        return new PeerReport(
                name,
                false,
                false,
                4,
                false,
                new Timeline(2),
                new Lsn(5_900),
                true,
                false,
                1,
                false,
                false,
                new PeerNews("", Optional.of(N1), false, bidding));
    }

    @Test
    void aStandbyLeaderRestartsUnderItsLease() {
        var other = new StandbyOf(List.of(new StandbyOf.Host("far", 5432)), "");
        NodeSettings follows = Seen.SETTINGS.following(Optional.of(other));
        Upstream far = other.upstream(other.hosts().getFirst());
        Seen leads =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(100))
                        .server(
                                new PostgresView.Standby(
                                        Seen.ID,
                                        new Timeline(2),
                                        new Lsn(5_000),
                                        new Lsn(5_000),
                                        true,
                                        false,
                                        Optional.of(far),
                                        150000,
                                        "",
                                        Optional.empty(),
                                        false))
                        .orders(RESTART);
        Memory kept = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of(N2, N3))));
        Decision decision = Decider.decide(leads.now(), kept, follows);
        assertEquals(
                "restarting PostgreSQL as an operator asked: stopping it; I keep the lease of this standby cluster",
                decision.because());
        assertTrue(
                decision.actions().stream()
                        .anyMatch(
                                a ->
                                        a instanceof Action.Run(PostgresJob.Stop(var mode, _))
                                                && mode == PostgresJob.Stop.Mode.FAST));
    }
}
