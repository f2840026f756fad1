package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.ArchiveView.State;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** n1 holds the lease of a cluster that takes its log from another one's archive, or did. */
final class FromArchiveTest {
    private static final LeaseView MINE = Seen.lease(N1, "n1-1", 4).with(SyncSet.NONE);
    private static final Timeline TWO = new Timeline(2);
    private static final NodeSettings FOLLOWS =
            Seen.SETTINGS.following(Optional.of(new StandbyOf(List.of(), "", "s3://far/orders")));

    private static Seen standby(@Nullable String upstream, ArchiveView archive) {
        return Seen.nothing()
                .holding(MINE, Duration.ofMillis(100))
                .standby(2, 5_000, upstream == null ? null : N2, false)
                .remote(RemoteView.UNKNOWN.with(Optional.of(archive)));
    }

    private static ArchiveView in(State state, String trouble) {
        return new ArchiveView(state, trouble, TWO, List.of());
    }

    private static Decision decide(Seen seen, NodeSettings settings) {
        Memory memory = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of(N2, N3))));
        return Decider.decide(seen.now(), memory, settings);
    }

    private static String promoting(Seen seen) {
        return decide(seen, Seen.SETTINGS).because();
    }

    private static boolean runs(Decision decision, PostgresJob job) {
        return decision.actions().contains(new Action.Run(job));
    }

    @Test
    void aPromotionWaitsForAllThatTheArchiveHolds() {
        assertTrue(
                runs(
                        decide(standby(null, in(State.DRAINED, "")), Seen.SETTINGS),
                        new PostgresJob.Promote()));
        assertEquals(
                "not promoting yet: replaying what the other cluster archived, up to 0/1388 by now",
                promoting(standby(null, in(State.FETCHING, ""))));
        assertEquals(
                "not promoting yet: PostgreSQL has not asked yet what the other cluster archived",
                promoting(standby(null, ArchiveView.UNASKED)));
        Seen silent = standby(null, in(State.TROUBLE, "timed out"));
        assertEquals(
                "not promoting yet: the other cluster's archive does not say whether it holds more (timed out); matriarch failover --force --candidate n1 promotes without it",
                promoting(silent));
        var forced =
                new OperatorRequest(
                        "r1", OperatorRequest.Kind.FORCED, Optional.empty(), Optional.of(N1));
        assertTrue(runs(decide(silent.request(forced), Seen.SETTINGS), new PostgresJob.Promote()));
    }

    /** Who receives a stream does not ask the archive. */
    @Test
    void whoIsPromotedStreamsFromNobody() {
        assertTrue(
                runs(
                        decide(standby("n2", in(State.DRAINED, "")), Seen.SETTINGS),
                        new PostgresJob.Detach()));
    }

    @Test
    void whatTheOtherClusterLeftIsBuiltAnew() {
        var parted =
                new ArchiveView(
                        State.DRAINED,
                        "",
                        new Timeline(3),
                        List.of(new Fork(TWO, new Lsn(4_000), "")));
        var restore = new PostgresJob.Restore(Optional.empty());
        Decision following = decide(standby(null, parted), FOLLOWS);
        assertTrue(runs(following, restore), following.because());
        assertEquals(
                "rebuilding from the other cluster's archive: that cluster left timeline 2 at 0/FA0, and I have gone on to 0/1388; the old directory is kept",
                following.because());
        assertTrue(runs(decide(standby(null, parted), Seen.SETTINGS), restore));
    }

    @Test
    void theSentenceSaysWhenceAndUpToWhere() {
        assertEquals(
                "no action: I am n1, the standby leader, in epoch 4: I take the other cluster's log from its archive at s3://far/orders, up to 0/1388, and take no writes",
                decide(standby(null, in(State.DRAINED, "")), FOLLOWS).because());
        assertEquals(
                "waiting for the other cluster's archive at s3://far/orders, as the standby leader: denied",
                decide(standby(null, in(State.TROUBLE, "denied")), FOLLOWS).because());
    }
}
