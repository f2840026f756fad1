package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** n1's machine has just been started by its group, which waits for its word. */
final class JoiningTest {

    private static final LeaseView MINE = Seen.lease(N1, "n1-2", 4);
    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4);

    private static List<GroupWord> words(Seen seen, Memory memory) {
        return Decider.decide(seen.now(), memory, Seen.SETTINGS).actions().stream()
                .filter(Action.TellGroup.class::isInstance)
                .map(a -> ((Action.TellGroup) a).word())
                .toList();
    }

    private static List<GroupWord> words(Seen seen) {
        return words(
                seen, Memory.EMPTY.keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3)))));
    }

    private static Seen replica(boolean streaming) {
        return Seen.nothing()
                .lease(THEIRS)
                .standby(2, 5_000, N2, streaming)
                .peer(N2, true, 2, 6_000)
                .peer(N3, false, 2, 5_000)
                .group(GroupView.Standing.JOINING);
    }

    @Test
    void aStandbyIsInServiceWhenItStreams() {
        assertEquals(List.of(GroupWord.JOINING), words(replica(false)));
        assertEquals(List.of(GroupWord.JOINED), words(replica(true)));
    }

    @Test
    void aLeaderIsInServiceWhenItTakesWrites() {
        Seen leader =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(100))
                        .primary(2, true)
                        .group(GroupView.Standing.JOINING);
        assertEquals(List.of(GroupWord.JOINED), words(leader));
        Seen promoting =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(100))
                        .standby(2, 5_000, N2, false)
                        .group(GroupView.Standing.JOINING);
        assertEquals(List.of(GroupWord.JOINING), words(promoting));
    }

    /** A copy may take hours: the group is asked for more time all the while. */
    @Test
    void whoCopiesAsksForTime() {
        Seen copying =
                Seen.nothing()
                        .lease(THEIRS)
                        .server(new PostgresView.Absent())
                        .job(new PostgresJob.Clone(new Upstream(N2, "n2", 5432)))
                        .peer(N2, true, 2, 6_000)
                        .group(GroupView.Standing.JOINING);
        assertEquals(List.of(GroupWord.JOINING), words(copying));
    }

    @Test
    void whoIsInServiceSaysNothing() {
        assertEquals(List.of(), words(replica(true).group(GroupView.Standing.HEALTHY)));
        assertEquals(List.of(), words(replica(false).group(GroupView.Standing.UNKNOWN)));
    }

    /** Without a word the group gives it up, and starts another one. */
    @Test
    void whatNothingRepairsAsksForNoMoreTime() {
        Seen broken =
                Seen.nothing()
                        .lease(THEIRS)
                        .server(new PostgresView.Unusable("the disk is gone"))
                        .peer(N2, true, 2, 6_000)
                        .group(GroupView.Standing.JOINING);
        Memory worn =
                Memory.EMPTY.fate(
                        Fate.OPEN.broken(
                                Optional.of(
                                        new Fate.Broken(
                                                Seen.NOW.minus(Duration.ofMinutes(11)),
                                                "the disk is gone"))));
        assertEquals(List.of(), words(broken, worn));
        assertEquals(List.of(GroupWord.JOINING), words(broken, Memory.EMPTY));
    }
}
