package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.NOW;
import static io.matriarch.decision.Seen.nothing;
import static io.matriarch.decision.Seen.released;
import static io.matriarch.decision.SituationsTest.LONG;
import static io.matriarch.decision.SituationsTest.MINE;
import static io.matriarch.decision.SituationsTest.OTHERS;
import static io.matriarch.decision.SituationsTest.SHORT;
import static io.matriarch.decision.SituationsTest.SLOTS_KEPT;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import io.matriarch.decision.SituationsTest.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More of the table: a history that cannot be written, a switch that hangs, a start that fails. */
class MishapsTest {

    /** Three starts have failed, and the pause after the third is over. */
    private static final Memory PORT_TAKEN =
            Memory.EMPTY.troubled(
                    new Memory.Trouble(
                            3,
                            "starting PostgreSQL as primary failed: could not bind",
                            NOW.minus(SHORT),
                            0,
                            NOW));

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "the history is written beside a request",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .primary(2, true)
                                .request(switchover())
                                .peer(N2, false, 2, 6_000),
                        SLOTS_KEPT.recorded(new Timeline(1)),
                        "RecordFork Checkpoint",
                        "switching over to n2: a checkpoint first"),
                new Row(
                        "a history entry on its way is not written twice",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .primary(2, true)
                                .recording(),
                        SLOTS_KEPT.recorded(new Timeline(1)),
                        "",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "after a failed one there is a pause",
                        nothing().holding(MINE, Duration.ofMillis(100)).primary(2, true),
                        Chronicling.learn(
                                SLOTS_KEPT.recorded(new Timeline(1)), new Timeline(2), false, NOW),
                        "",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "who gave its lease back disarms before it joins the race",
                        nothing().lease(released(MINE)).down("shut down", 2, true).armed(),
                        Memory.EMPTY,
                        "Disarm StartStandby",
                        "starting PostgreSQL read-only to join the race"),
                new Row(
                        "a replica in an emptied table disarms, too",
                        nothing().standby(2, 6_000, N2, false).armed(),
                        Memory.EMPTY.absent(Optional.of(NOW.minus(LONG))),
                        "Disarm",
                        "no action: the store has lost this cluster's lease"),
                new Row(
                        "nothing is disarmed under a server that is silent",
                        nothing()
                                .lease(OTHERS)
                                .server(new PostgresView.Silent("no answer", true, false, Seen.ID))
                                .armed(),
                        Memory.EMPTY,
                        "",
                        "waiting: PostgreSQL does not answer"),
                new Row(
                        "a switch that does not answer costs the lease: PostgreSQL first",
                        nothing()
                                .holding(MINE, Duration.ofMillis(3_100))
                                .unarmed(3)
                                .primary(2, true),
                        SLOTS_KEPT,
                        "StopAtOnce",
                        "stopping PostgreSQL at once, to give the lease back: its dead man's"),
                new Row(
                        "then the lease",
                        nothing()
                                .holding(MINE, Duration.ofMillis(3_300))
                                .unarmed(3)
                                .down("in production", 2, false),
                        SLOTS_KEPT,
                        "Release",
                        "giving the lease back: its dead man's switch does not answer"),
                new Row(
                        "and it is not taken again until the switch answers",
                        nothing().lease(released(MINE)).unarmed(3).down("in production", 2, false),
                        Memory.EMPTY,
                        "Disarm",
                        "no action: no server can start here, because its dead man's switch"),
                new Row(
                        "until then no server starts",
                        nothing()
                                .lease(OTHERS)
                                .unarmed(3)
                                .down("in production", 1, false)
                                .peer(N2, true, 2, 7_000),
                        Memory.EMPTY,
                        "Disarm",
                        "no action: no server can start here, because its dead man's switch"),
                new Row(
                        "two renewals that the switch missed cost nothing",
                        nothing().holding(MINE, Duration.ofMillis(100)).unarmed(2).primary(2, true),
                        SLOTS_KEPT,
                        "",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "a start that fails again and again costs the lease where another can lead",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .down("shut down", 2, false)
                                .peer(N2, false, 2, 6_000),
                        PORT_TAKEN,
                        "Release",
                        "giving the lease back: starting PostgreSQL as primary failed"),
                new Row(
                        "also where nobody knows whether one can",
                        nothing().holding(MINE, Duration.ofMillis(100)).down("shut down", 2, false),
                        PORT_TAKEN,
                        "Release",
                        "giving the lease back: starting PostgreSQL as primary failed"),
                new Row(
                        "where no other can lead, it is started as what it is",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .down("shut down", 2, false)
                                .peer(N2, true, 2, 6_000)
                                .peer(N3, true, 2, 6_000),
                        PORT_TAKEN,
                        "StartPrimary",
                        "starting PostgreSQL again: it stopped, and I hold"),
                new Row(
                        "a last leader that failed often leads again where no other can",
                        nothing()
                                .lease(released(MINE))
                                .down("shut down", 2, false)
                                .peer(N2, true, 2, 6_000)
                                .peer(N3, true, 2, 6_000),
                        PORT_TAKEN,
                        "Take",
                        "leading again: the lease of n1 (epoch 4) is released"),
                new Row(
                        "an epoch below that of the routes is raised",
                        nothing()
                                .holding(MINE, Duration.ofMillis(1_000))
                                .primary(2, true)
                                .outranked(9),
                        SLOTS_KEPT,
                        "Take",
                        "no action: I am n1, the leader, in epoch 4"),
                new Row(
                        "a restore that pauses at its target says how it ends",
                        nothing()
                                .holding(MINE, Duration.ofMillis(100))
                                .job(new PostgresJob.Initialize())
                                .server(pausedAt(6_000)),
                        Memory.EMPTY,
                        "",
                        "waiting at the restore's target, 0/1770, where recovery is paused"));
    }

    private static PostgresView pausedAt(long position) {
        return new PostgresView.Standby(
                Seen.ID,
                new Timeline(1),
                new Lsn(position),
                new Lsn(position),
                false,
                false,
                Optional.empty(),
                150_000,
                "",
                Optional.empty(),
                true);
    }

    private static OperatorRequest switchover() {
        return new OperatorRequest(
                "r1", OperatorRequest.Kind.SWITCHOVER, Optional.of(N1), Optional.of(N2));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decides(Row row) {
        new SituationsTest().decides(row);
    }
}
