package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** n1 led a cluster on timeline 2 that follows another one now, and holds its lease. */
final class StandbyLeaderTest {

    private static final StandbyOf OTHER =
            new StandbyOf(
                    List.of(
                            new StandbyOf.Host(StandbyOf.NAME.value(), 5432),
                            new StandbyOf.Host("second", 5432)),
                    "");
    private static final Optional<Upstream> THERE =
            Optional.of(OTHER.upstream(OTHER.hosts().getFirst()));
    private static final NodeSettings FOLLOWS = Seen.SETTINGS.following(Optional.of(OTHER));
    private static final SyncSet BOTH = new SyncSet(List.of(N1, N2), 2);
    private static final LeaseView DEMOTED = Seen.lease(N1, "n1-1", 4).with(BOTH);
    private static final RemoteView READS =
            new RemoteView(Optional.empty(), THERE, false, Seen.ID, "");

    private static Seen streams(int timeline, RemoteView remote) {
        return Seen.nothing()
                .holding(DEMOTED, Duration.ofMillis(100))
                .standby(timeline, 5_000, StandbyOf.NAME, true)
                .remote(remote);
    }

    private static SyncSet renewed(Seen seen) {
        return new LeaseDraft(seen.now(), FOLLOWS).renewing(DEMOTED).sync();
    }

    private static RemoteView writes(boolean checkpointed) {
        return new RemoteView(THERE, Optional.empty(), checkpointed, Seen.ID, "");
    }

    /** PostgreSQL streams to one that is ahead of it in the same segment of the log. */
    @Test
    void theSyncSetStandsUntilTheOtherClusterLeads() {
        assertEquals(BOTH, renewed(streams(2, READS)));
        assertEquals(BOTH, renewed(streams(2, writes(false))));
        assertEquals(SyncSet.NONE, renewed(streams(2, writes(true))));
        // What came is of a timeline that nobody here has begun.
        assertEquals(SyncSet.NONE, renewed(streams(3, READS)));
    }

    /** The timeline and the set stand in one item: the one is never raised without the other. */
    @Test
    void theSetGoesWithWhicheverWriteSaysTheNewTimeline() {
        LeaseView released = new LeaseDraft(streams(3, READS).now(), FOLLOWS).releasing(DEMOTED);
        assertEquals(3, released.timeline().number());
        assertEquals(SyncSet.NONE, released.sync());
    }

    /** The one that it followed there may be gone for good, with nobody who takes writes. */
    @Test
    void whereNothingComesFromTheOtherOnesAreAsked() {
        var second = OTHER.upstream(OTHER.hosts().getLast());
        var third = new RemoteView.Receiver(second, new Timeline(2), new Lsn(6_000), false);
        var remote =
                new RemoteView(
                        Optional.empty(),
                        Optional.of(second),
                        false,
                        Seen.ID,
                        "timed out",
                        List.of(third),
                        Optional.empty());
        Seen apart = apart(remote);
        assertTrue(
                Decider.decide(apart.now(), parted(apart, 60), FOLLOWS)
                        .actions()
                        .contains(new Action.Run(new PostgresJob.Follow(second))));
        // A failover there may be under way.
        assertEquals(
                "waiting to stream from the other cluster at the-other-cluster:5432, as the standby leader: timed out",
                Decider.decide(apart.now(), parted(apart, 10), FOLLOWS).because());
    }

    private static Seen apart(RemoteView remote) {
        return Seen.nothing()
                .holding(DEMOTED, Duration.ofMillis(100))
                .standby(2, 5_000, StandbyOf.NAME, false)
                .remote(remote);
    }

    private static Memory parted(Seen apart, long seconds) {
        Memory slots = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of(N2, N3))));
        return Decider.decide(apart.now(), slots, FOLLOWS)
                .next()
                .apart(Optional.of(Seen.NOW.minus(Duration.ofSeconds(seconds))));
    }

    @Test
    void whereNobodyTakesWritesTheSentenceSaysWhoMust() {
        Seen apart = apart(READS);
        assertEquals(
                "waiting to stream from the other cluster at the-other-cluster:5432, as the standby leader: nobody there takes writes either: promote one of the two clusters (matriarch promote-cluster)",
                Decider.decide(apart.now(), parted(apart, 10), FOLLOWS).because());
    }
}
