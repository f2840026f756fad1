package io.matriarch.decision;

import static io.matriarch.decision.Seen.ID;
import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.NOW;
import static io.matriarch.decision.Seen.SETTINGS;
import static io.matriarch.decision.Seen.lease;
import static io.matriarch.decision.Seen.nothing;
import static io.matriarch.decision.Seen.watched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of what a leader does with its sync set, and who may lead by it (S9). */
class SyncSituationsTest {

    private static final Replication SYNC = new Replication(Replication.Mode.SYNC, 1);
    private static final Replication TWO = new Replication(Replication.Mode.SYNC, 2);
    private static final Replication STRICT = new Replication(Replication.Mode.STRICT, 1);
    private static final LeaseView MINE = lease(N1, "n1-2", 4);
    private static final LeaseView ALONE = MINE.with(SyncSet.alone(N1));
    private static final LeaseView WITH_N2 = MINE.with(new SyncSet(List.of(N2), 1));
    private static final LeaseView OTHERS = lease(N2, "n2-1", 4);
    private static final Duration AGES = Duration.ofSeconds(7);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final SyncWait FOR_N2 = new SyncWait(List.of(N2), false, true);
    private static final SyncWait BLOCKED = new SyncWait(List.of(), true, true);
    private static final Memory LEADING =
            Memory.EMPTY
                    .keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3))))
                    .recorded(new Timeline(9));

    /**
     * @param actions what is done: a job as it is called, or the new sync set of a renewal
     */
    record Row(
            String name,
            Replication replication,
            Seen seen,
            Memory memory,
            String actions,
            String because) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** n1 leads by this lease; PostgreSQL waits so, and these stream. */
    private static Seen leading(LeaseView lease, SyncWait commits, Map<NodeName, Long> followers) {
        return nothing()
                .holding(lease, SHORT)
                .primary(commits, followers)
                .told(lease.sync().names().toArray(NodeName[]::new))
                .peer(N2, false, 2, 6_000)
                .peer(N3, false, 2, 6_000);
    }

    /** PostgreSQL has confirmed that it waits so, when the log ended at {@code from}. */
    private static Memory inForce(SyncWait commits, long from) {
        return LEADING.sync(
                new SyncMemory(
                        Optional.of(new SyncMemory.Force(commits, NOW.minus(AGES))),
                        Optional.of(new Lsn(from)),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** The same, and these have not come on for long. */
    private static Memory stuck(Memory memory, NodeName... names) {
        Map<NodeName, SyncMemory.Lag> lags = new HashMap<>();
        for (NodeName name : names) {
            lags.put(name, new SyncMemory.Lag(new Lsn(6_000), NOW.minus(AGES)));
        }
        return memory.sync(memory.sync().seen(memory.sync().from(), lags, Optional.empty()));
    }

    static Stream<Row> rows() {
        return Stream.of(adding(), removing(), clients(), leadership()).flatMap(s -> s);
    }

    private static Stream<Row> adding() {
        return Stream.of(
                new Row(
                        "PostgreSQL first: it waits before the lease names anybody",
                        SYNC,
                        leading(ALONE, SyncWait.NONE, Map.of(N2, 6_000L)),
                        LEADING,
                        "having commits wait for n2",
                        "having commits wait for n2, before the lease says so"),
                new Row(
                        "the one with the higher priority",
                        SYNC,
                        leading(ALONE, SyncWait.NONE, Map.of(N2, 6_000L, N3, 6_000L))
                                .tags(N3, Tags.of(Map.of("sync-priority", "2"))),
                        LEADING,
                        "having commits wait for n3",
                        "having commits wait for n3, before the lease says so"),
                new Row(
                        "as many as are asked for",
                        TWO,
                        leading(ALONE, SyncWait.NONE, Map.of(N2, 6_000L, N3, 6_000L)),
                        LEADING,
                        "having commits wait for n2 and n3",
                        "having commits wait for"),
                new Row(
                        "who lacks what was acknowledged before is not named",
                        SYNC,
                        leading(ALONE, FOR_N2, Map.of(N2, 5_999L)),
                        inForce(FOR_N2, 6_000),
                        "",
                        "no action: I am n1, the leader"),
                new Row(
                        "who has passed the position of that moment is named",
                        SYNC,
                        leading(ALONE, FOR_N2, Map.of(N2, 6_000L)),
                        inForce(FOR_N2, 6_000),
                        "lease [n2]",
                        "taking n2 into the sync set: commits wait for it"),
                new Row(
                        "a new run of the agent asks PostgreSQL again before it trusts its set",
                        SYNC,
                        leading(WITH_N2, FOR_N2, Map.of(N2, 6_000L)),
                        LEADING,
                        "having commits wait for n2",
                        "making sure that commits wait for n2, as the lease says"),
                new Row(
                        "who is far behind is not waited for",
                        SYNC,
                        leading(ALONE, SyncWait.NONE, Map.of()),
                        LEADING,
                        "",
                        "no action: I am n1, the leader, in epoch 4 on timeline 2 with 0 streaming"
                                + " replicas; no standby is fit to wait for: writes are at risk"),
                new Row(
                        "strict acknowledges nothing rather than alone",
                        STRICT,
                        leading(ALONE, SyncWait.NONE, Map.of()),
                        LEADING,
                        "having commits wait for a standby that does not exist yet",
                        "having PostgreSQL acknowledge nothing"));
    }

    private static Stream<Row> removing() {
        return Stream.of(
                new Row(
                        "the lease first: PostgreSQL goes on waiting for who has vanished",
                        SYNC,
                        leading(WITH_N2, FOR_N2, Map.of()),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "lease [n1]",
                        "giving up waiting for n2, with no other standby fit: writes are at risk"
                                + " from now"),
                new Row(
                        "nobody is given up by an agent that could not read whether it may",
                        SYNC,
                        leading(WITH_N2, FOR_N2, Map.of()).unsure(),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "",
                        "no action: I am n1, the leader"),
                new Row(
                        "a write that nobody has answered does not let go of it",
                        SYNC,
                        leading(ALONE, FOR_N2, Map.of()).told(N1, N2),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "",
                        "no action: I am n1, the leader"),
                new Row(
                        "a confirmed one does",
                        SYNC,
                        leading(ALONE, FOR_N2, Map.of()),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "having commits wait for no standby",
                        "commits wait for no standby any more"),
                new Row(
                        "strict never gives up",
                        STRICT,
                        leading(WITH_N2, FOR_N2, Map.of()),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "",
                        "no action: I am n1, the leader"),
                new Row(
                        "who lags is swapped: both are waited for until the lease is written",
                        SYNC,
                        leading(WITH_N2, FOR_N2, Map.of(N3, 6_000L)),
                        stuck(inForce(FOR_N2, 6_000), N2),
                        "having commits wait for n3 and n2",
                        "having commits wait for n3 and n2"),
                new Row(
                        "the swap in the lease is one write",
                        SYNC,
                        leading(
                                WITH_N2,
                                new SyncWait(List.of(N3, N2), false, true),
                                Map.of(N3, 6_000L)),
                        stuck(inForce(new SyncWait(List.of(N3, N2), false, true), 6_000), N2),
                        "lease [n3]",
                        "putting n3 into the sync set instead of n2"),
                new Row(
                        "in failsafe the set stays as it is",
                        SYNC,
                        leading(WITH_N2, FOR_N2, Map.of()).byPeers(),
                        stuck(inForce(FOR_N2, 6_000), N2, N3),
                        "",
                        "no action: I am n1, the leader, in epoch 4 on timeline 2 with 0 streaming"
                                + " replicas; the store does not answer, and every member has"
                                + " confirmed that none takes over; commits wait for n2: nothing is"
                                + " acknowledged until n2 has come on, and that cannot change"
                                + " without the store"),
                new Row(
                        "asynchronous from now on: the lease says so before PostgreSQL does it",
                        Replication.ASYNC,
                        leading(WITH_N2, FOR_N2, Map.of(N2, 6_000L)),
                        inForce(FOR_N2, 6_000),
                        "lease []",
                        "writing into the lease that commits wait for nobody"));
    }

    private static Stream<Row> clients() {
        SyncWait closed = FOR_N2.opened(false);
        return Stream.of(
                new Row(
                        "after a crash clients wait for the set",
                        SYNC,
                        leading(WITH_N2, closed, Map.of(N2, 5_000L)),
                        inForce(closed, 6_000),
                        "",
                        "no action: I am n1, the leader, in epoch 4 on timeline 2 with 1 streaming"
                                + " replica; clients wait outside until n2 has all"),
                new Row(
                        "the set has all: clients come in",
                        SYNC,
                        leading(WITH_N2, closed, Map.of(N2, 6_000L)),
                        inForce(closed, 6_000),
                        "having commits wait for n2",
                        "letting clients in: the sync set has all that the log holds"),
                new Row(
                        "nobody else may lead: clients come in",
                        SYNC,
                        leading(ALONE, closed, Map.of()),
                        stuck(inForce(closed, 6_000), N2, N3),
                        "having commits wait for no standby",
                        "letting clients in: nobody else may lead"),
                new Row(
                        "strict, just founded: clients come in and wait",
                        STRICT,
                        leading(ALONE, SyncWait.NONE.opened(false), Map.of()),
                        LEADING,
                        "having commits wait for a standby that does not exist yet",
                        "letting clients in: nobody else may lead"),
                new Row(
                        "strict, and still nobody: nothing to do",
                        STRICT,
                        leading(ALONE, BLOCKED, Map.of()),
                        LEADING,
                        "",
                        "no action: I am n1, the leader, in epoch 4 on timeline 2 with 0 streaming"
                                + " replicas; nothing is acknowledged"));
    }

    private static Stream<Row> leadership() {
        LeaseView withN3 = OTHERS.with(new SyncSet(List.of(N3), 1));
        LeaseView withMe = OTHERS.with(new SyncSet(List.of(N1), 1));
        return Stream.of(
                new Row(
                        "nobody outside the set leads",
                        SYNC,
                        nothing().lease(withN3).standby(2, 9_000, N2, false),
                        watched(withN3, AGES),
                        "",
                        "not leading though the lease of n2 (epoch 4) is expired: only n3 has all"
                                + " that was acknowledged; a forced failover to n1 may lose"),
                new Row(
                        "not even by a failover",
                        SYNC,
                        nothing()
                                .lease(withN3)
                                .standby(2, 9_000, N2, false)
                                .request(request(OperatorRequest.Kind.FAILOVER)),
                        watched(withN3, AGES),
                        "",
                        "not leading though"),
                new Row(
                        "but by force",
                        SYNC,
                        nothing()
                                .lease(withN3)
                                .standby(2, 9_000, N2, false)
                                .request(request(OperatorRequest.Kind.FORCED)),
                        watched(withN3, AGES),
                        "lease [n1]",
                        "taking the lease"),
                new Row(
                        "a member of the set leads whatever it lacks: nobody was told of it",
                        SYNC,
                        nothing().lease(withMe.notBehind(far(withMe))).standby(2, 6_000, N2, false),
                        watched(withMe, AGES),
                        "lease [n1]",
                        "taking the lease"),
                new Row(
                        "no promotion while the lease names somebody else",
                        SYNC,
                        nothing().holding(WITH_N2, SHORT).told(N2).standby(2, 6_000, null, false),
                        Memory.EMPTY,
                        "lease [n1]",
                        "writing into the lease that only I will have what comes after"),
                new Row(
                        "a standby that leaves is taken out of the set first",
                        SYNC,
                        nothing().lease(withMe).standby(2, 6_000, N2, true).stopping(),
                        Memory.EMPTY,
                        "",
                        "leaving: waiting until n2 has taken me out of the sync set"),
                new Row(
                        "but not for ever",
                        SYNC,
                        nothing().lease(withMe).standby(2, 6_000, N2, true).stopping(),
                        Memory.EMPTY.sync(SyncMemory.NOTHING.leaving(NOW.minus(AGES))),
                        "stopping PostgreSQL (fast)",
                        "leaving: stopping PostgreSQL"));
    }

    private static OperatorRequest request(OperatorRequest.Kind kind) {
        return new OperatorRequest("r1", kind, Optional.empty(), Optional.of(N1));
    }

    private static LeaseView far(LeaseView l) {
        return new LeaseView(
                l.holder(),
                l.incarnation(),
                l.epoch(),
                l.beat(),
                l.ttl(),
                false,
                Optional.empty(),
                l.sync(),
                new Lsn(900_000_000),
                l.timeline(),
                ID,
                l.failsafe());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decides(Row row) {
        Decision decision =
                Decider.decide(row.seen().now(), row.memory(), SETTINGS.with(row.replication()));
        assertEquals(row.actions(), words(decision.actions()), decision.because());
        assertTrue(decision.because().startsWith(row.because()), decision.because());
    }

    private static String words(List<Action> actions) {
        return String.join(", ", actions.stream().map(SyncSituationsTest::words).toList());
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.Run(var job) -> job.words();
            case Action.Renew(var next) -> "lease " + next.sync().names();
            case Action.Take(var next, _) -> "lease " + next.sync().names();
            default -> action.getClass().getSimpleName();
        };
    }
}
