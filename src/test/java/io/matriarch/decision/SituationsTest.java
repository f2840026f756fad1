package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.NOW;
import static io.matriarch.decision.Seen.SETTINGS;
import static io.matriarch.decision.Seen.lease;
import static io.matriarch.decision.Seen.nothing;
import static io.matriarch.decision.Seen.released;
import static io.matriarch.decision.Seen.watched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table: what n1 sees and remembers, what it does, and how its sentence begins. */
class SituationsTest {

    static final Duration LONG = Duration.ofSeconds(7);
    static final Duration SHORT = Duration.ofSeconds(2);
    static final LeaseView MINE = lease(N1, "n1-2", 4);
    private static final LeaseView EARLIER_RUN = lease(N1, "n1-1", 4);
    static final LeaseView OTHERS = lease(N2, "n2-1", 4);
    private static final Memory SLOTS_CLEARED =
            Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of())));
    static final Memory SLOTS_KEPT =
            Memory.EMPTY
                    .keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3))))
                    .recorded(new Timeline(9));

    /**
     * @param actions their names; a job as its own
     */
    record Row(String name, Seen seen, Memory memory, String actions, String because) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "a primary whose lease is another's is stopped at once",
                        nothing().lease(OTHERS).primary(2, true),
                        Memory.EMPTY,
                        "StopAtOnce",
                        "stopping PostgreSQL at once: it takes writes, but n2 holds"),
                new Row(
                        "a primary without any lease is stopped at once",
                        nothing().primary(2, true),
                        Memory.EMPTY,
                        "StopAtOnce",
                        "stopping PostgreSQL at once: it takes writes, and there is no lease"),
                new Row(
                        "a primary, blind and without a switch, is stopped at once",
                        nothing().blind().primary(2, true),
                        Memory.EMPTY,
                        "StopAtOnce",
                        "stopping PostgreSQL at once: I have no lease"),
                new Row(
                        "an agent that came back blind waits for the switch",
                        nothing().blind().primary(2, true).armed(),
                        Memory.EMPTY.blind(Optional.of(NOW.minus(SHORT))),
                        "",
                        "reading the store before anything else: PostgreSQL takes writes"),
                new Row(
                        "but not for ever",
                        nothing().blind().primary(2, true).armed(),
                        Memory.EMPTY.blind(Optional.of(NOW.minus(LONG))),
                        "StopAtOnce",
                        "stopping PostgreSQL at once: an earlier run's lease has ended by now"),
                new Row(
                        "a promotion that outlives its lease is stopped at once",
                        nothing()
                                .lease(OTHERS)
                                .standby(2, 6_000, null, false)
                                .job(new PostgresJob.Promote()),
                        Memory.EMPTY,
                        "StopAtOnce",
                        "stopping PostgreSQL at once: the lease ended while promoting"),
                new Row(
                        "an agent that starts again renews before anything else",
                        nothing().lease(EARLIER_RUN).primary(2, true),
                        Memory.EMPTY,
                        "Adopt",
                        "renewing the lease of epoch 4, which names me"),
                new Row(
                        "a lease that is watched for less than its ttl is not taken",
                        nothing().lease(OTHERS).standby(2, 6_000, N2, true),
                        watched(OTHERS, SHORT).keeping(SLOTS_CLEARED.slots()),
                        "",
                        "no action: I am n1, a replica of n2"),
                new Row(
                        "the best standby takes an expired lease",
                        nothing()
                                .lease(OTHERS)
                                .standby(2, 6_000, N2, false)
                                .peer(N3, false, 2, 5_000),
                        watched(OTHERS, LONG),
                        "Take",
                        "taking the lease: the lease of n2 (epoch 4) is expired"),
                new Row(
                        "it yields to one that is ahead",
                        nothing()
                                .lease(OTHERS)
                                .standby(2, 6_000, N2, false)
                                .peer(N3, false, 2, 7_000),
                        watched(OTHERS, LONG),
                        "",
                        "yielding to n3"),
                new Row(
                        "a primary that holds its lease ends the race",
                        nothing()
                                .lease(OTHERS)
                                .standby(2, 6_000, N2, false)
                                .peer(N2, true, 2, 7_000),
                        watched(OTHERS, LONG),
                        "",
                        "not racing: n2 leads"),
                new Row(
                        "a promise holds back",
                        nothing().lease(OTHERS).standby(2, 6_000, N2, false),
                        watched(OTHERS, LONG).promised(Optional.of(promise())),
                        "",
                        "not leading though the lease of n2 (epoch 4) is expired: it promised"),
                new Row(
                        "a promise holds back a promotion, too",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .standby(2, 6_000, null, false),
                        Memory.EMPTY.promised(Optional.of(promise())),
                        "",
                        "not promoting: I promised to stand by"),
                new Row(
                        "who is on an older timeline does not lead",
                        nothing().lease(OTHERS).standby(1, 6_000, N2, false),
                        watched(OTHERS, LONG),
                        "",
                        "not leading though the lease of n2 (epoch 4) is expired: its timeline 1"),
                new Row(
                        "a confirmed lease promotes",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .standby(2, 6_000, null, false),
                        Memory.EMPTY,
                        "Promote",
                        "promoting: I hold the lease of epoch 4"),
                new Row(
                        "with little left of it, it is renewed first",
                        nothing()
                                .holding(MINE, Duration.ofMillis(2_500))
                                .standby(2, 6_000, null, false),
                        Memory.EMPTY,
                        "Renew AskFailsafe",
                        "renewing the lease before the promotion"),
                new Row(
                        "a new primary runs its checkpoint",
                        nothing().holding(MINE, Duration.ofMillis(100)).primary(2, false),
                        SLOTS_KEPT,
                        "Checkpoint",
                        "running the checkpoint after the promotion"),
                new Row(
                        "a leader in peace does nothing",
                        nothing().holding(MINE, Duration.ofMillis(100)).primary(2, true),
                        SLOTS_KEPT,
                        "",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "a leader renews at each beat",
                        nothing().holding(MINE, Duration.ofMillis(1_000)).primary(2, true),
                        SLOTS_KEPT,
                        "Renew",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "unconfirmed for two beats, it asks the members",
                        nothing()
                                .holding(MINE, Duration.ofMillis(2_100))
                                .blind()
                                .writing()
                                .primary(2, true),
                        SLOTS_KEPT,
                        "AskFailsafe",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "a server that stopped under the lease starts again",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .down("in production", 2, false),
                        Memory.EMPTY,
                        "StartPrimary",
                        "starting PostgreSQL again: it stopped"),
                new Row(
                        "a former leader waits until the new one has checkpointed",
                        nothing().lease(OTHERS).down("in production", 1, false),
                        Memory.EMPTY,
                        "",
                        "waiting for n2 to finish its promotion"),
                new Row(
                        "then it rejoins",
                        nothing()
                                .lease(OTHERS)
                                .down("in production", 1, false)
                                .peer(N2, true, 2, 7_000),
                        Memory.EMPTY,
                        "Rejoin",
                        "rejoining n2, which leads on timeline 2"),
                new Row(
                        "who has no data clones from the leader",
                        nothing()
                                .lease(OTHERS)
                                .server(new PostgresView.Absent())
                                .peer(N2, true, 2, 7_000),
                        Memory.EMPTY,
                        "Clone",
                        "cloning from n2"),
                new Row(
                        "who has no data never leads a cluster that has",
                        nothing().lease(released(OTHERS)).server(new PostgresView.Absent()),
                        Memory.EMPTY,
                        "",
                        "waiting for a leader to clone from"),
                new Row(
                        "a replica never refills an emptied table",
                        nothing().standby(2, 6_000, N2, false),
                        Memory.EMPTY.absent(Optional.of(NOW.minus(LONG))),
                        "",
                        "no action: the store has lost this cluster's lease"),
                new Row(
                        "nor does one whose directory was emptied",
                        nothing().server(new PostgresView.Absent()),
                        Memory.EMPTY.absent(Optional.of(NOW.minus(LONG))).withDataSeen(),
                        "",
                        "no action: the store has lost this cluster's lease, and an empty"),
                new Row(
                        "who gave the lease back for a hang joins the race from below",
                        nothing().lease(released(MINE)).down("in production", 2, false),
                        Memory.EMPTY.troubled(new Memory.Trouble(0, "", NOW, 2, NOW)),
                        "StartStandby",
                        "starting PostgreSQL read-only to join the race"));
    }

    private static Memory.Promise promise() {
        return new Memory.Promise(N2, 4, NOW.plus(SHORT));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decides(Row row) {
        Decision decision = Decider.decide(row.seen().now(), row.memory(), SETTINGS);
        assertEquals(row.actions(), names(decision.actions()), decision.because());
        assertTrue(decision.because().startsWith(row.because()), decision.because());
    }

    private static String names(List<Action> actions) {
        return String.join(
                " ",
                actions.stream()
                        .map(
                                a ->
                                        a instanceof Action.Run(PostgresJob job)
                                                ? job.getClass().getSimpleName()
                                                : a.getClass().getSimpleName())
                        .toList());
    }
}
