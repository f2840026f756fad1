package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** n2 is the standby leader of a cluster that follows another one; n1 is a member. */
final class StandbyMemberTest {

    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4).with(SyncSet.NONE);
    private static final NodeSettings FOLLOWS =
            Seen.SETTINGS.following(
                    Optional.of(new StandbyOf(List.of(new StandbyOf.Host("far", 5432)), "")));

    private static final NodeSettings ARCHIVED =
            Seen.SETTINGS.following(
                    Optional.of(
                            new StandbyOf(
                                    List.of(new StandbyOf.Host("far", 5432)), "", "s3://far/a")));

    private static Seen member(LeaseView lease) {
        var two = new Timeline(2);
        var leader =
                new PeerReport(
                        N2, false, true, 4, true, two, new Lsn(6_000), true, false, 1, false);
        return Seen.nothing().lease(lease).peer(leader).peer(N3, false, 2, 5_000);
    }

    private static Decision decide(Seen seen) {
        return decide(seen, FOLLOWS);
    }

    private static Decision decide(Seen seen, NodeSettings settings) {
        Memory memory = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of())));
        return Decider.decide(seen.now(), memory, settings);
    }

    /** The other cluster's archive has what this one streams; without it there is no other way. */
    @Test
    void oneWithoutAStreamIsStartedAgainWithoutItWhereThereIsAnArchive() {
        Tags nostream = Tags.of(Map.of("nostream", "true"));
        Seen streams = member(THEIRS).standby(2, 5_000, N2, true).tags(N1, nostream);
        assertEquals(
                "waiting for my turn to restart PostgreSQL without a stream, as tags.nostream says:"
                        + " one standby after the other",
                decide(streams, ARCHIVED).because());
        assertTrue(
                decide(streams).because().startsWith("no action: I am n1, a replica of n2, "),
                decide(streams).because());
        Seen replays = member(THEIRS).standby(2, 5_000, null, false).tags(N1, nostream);
        assertTrue(
                decide(replays, ARCHIVED)
                        .because()
                        .startsWith("no action: I am n1, a replica of n2 from the archive alone"),
                decide(replays, ARCHIVED).because());
    }

    /** Only the leader has all that was acknowledged before the demotion. */
    @Test
    void aCopyComesFromTheOneThatIsTaggedForItUnlessASetStands() {
        Tags clonefrom = Tags.of(Map.of("clonefrom", "true"));
        Seen empty = member(THEIRS).server(new PostgresView.Absent()).tags(N3, clonefrom);
        assertEquals("cloning from n3: I have no data", decide(empty).because());
        LeaseView demoted = THEIRS.with(new SyncSet(List.of(N2, N1), 2));
        Seen counted = member(demoted).server(new PostgresView.Absent()).tags(N3, clonefrom);
        assertEquals(
                "cloning from n2, the standby leader: I have no data", decide(counted).because());
    }
}
