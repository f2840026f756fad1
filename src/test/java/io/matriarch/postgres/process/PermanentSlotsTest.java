package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.ForOthers;
import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.SlotView;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots that outlive their leader, on real servers. */
final class PermanentSlotsTest {

    private static final SlotPlan PLAN =
            SlotPlan.of(
                    List.of(
                            new PermanentSlot("orders", true, "postgres", "pgoutput"),
                            new PermanentSlot("keeper", false, "", "")));

    private static final String NAMES =
            "SELECT string_agg(slot_name, ',' ORDER BY slot_name) FROM pg_replication_slots";

    @Test
    void aConsumerGoesOnAfterAFailoverWithoutAGap(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd, PLAN);
                var n2 = new TestNode("n2", herd, PLAN)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            assertEquals(SlotView.NONE, n1.postgres.tendSlots(Optional.empty()));
            assertEquals("keeper,orders", n1.ask(NAMES));
            n1.sql("CREATE TABLE t (n int PRIMARY KEY)");
            n1.sql("CREATE PUBLICATION p FOR TABLE t");
            n1.sql("CREATE TABLE noise (n int)");
            insert(n1, 1, 100);
            assertEquals(100, consume(n1));

            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            followed(n2, n1);
            insert(n1, 101, 200);
            assertEquals(100, consume(n1));
            moved(n2, n1);
            // Nobody has read these when the leader dies.
            insert(n1, 201, 300);
            n2.awaitAnswer("SELECT count(*) FROM t", "300");
            assertTrue(n1.postgres.kill());

            n2.arm();
            n2.done(new PostgresJob.Promote());
            insert(n2, 301, 400);
            assertEquals(200, consume(n2));
            assertEquals(0, consume(n2));
        }
    }

    @Test
    void aSlotThatComesLaterIsCopiedByARestart(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd, PLAN);
                var n2 = new TestNode("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t (n int PRIMARY KEY)");
            n1.sql("CREATE PUBLICATION p FOR TABLE t");
            n1.sql("CREATE TABLE noise (n int)");
            n1.postgres.tendSlots(Optional.empty());
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            configure(n2, PLAN);
            n1.await(PostgresView.Primary.class, _ -> true);
            SlotView view = n2.postgres.tendSlots(Optional.of(n1.upstream()));
            List<String> byHand = n2.major() >= 17 ? List.of() : List.of("orders");
            assertEquals(byHand, view.toCopy(), view.toString());
            String told = n2.done(new PostgresJob.Rejoin(n1.upstream()));
            assertTrue(n2.major() >= 17 || told.endsWith("copied the slots orders"), told);
            n2.awaitStreaming();
            followed(n2, n1);
            insert(n1, 1, 10);
            n2.awaitAnswer("SELECT count(*) FROM t", "10");
            // The log that the slot begins at came along: it decodes from there.
            assertTrue(n1.postgres.kill());
            n2.arm();
            n2.done(new PostgresJob.Promote());
            assertEquals(10, consume(n2));
        }
    }

    @Test
    void whatLeavesThePlanIsDroppedAndNothingElse(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd, PLAN)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.postgres.tendSlots(Optional.empty());
            n1.sql("SELECT pg_create_physical_replication_slot('theirs')");
            n1.sql("SELECT pg_create_logical_replication_slot('mine', 'pgoutput')");
            configure(n1, SlotPlan.NONE);
            assertEquals(SlotView.NONE, n1.postgres.tendSlots(Optional.empty()));
            assertEquals("mine,theirs", n1.ask(NAMES));
            assertEquals(SlotView.NONE, n1.postgres.tendSlots(Optional.empty()));
        }
    }

    @Test
    void aSlotOfAnotherKindIsTold(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd, PLAN)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("SELECT pg_create_physical_replication_slot('orders')");
            assertEquals(
                    "the slot orders is of another kind than slots.orders says: drop it, or rename"
                            + " one",
                    n1.postgres.tendSlots(Optional.empty()).trouble());
        }
    }

    @Test
    void slotsOfMembersThatLeftAreDropped(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd);
                var n3 = new TestNode("n3", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("SELECT pg_create_physical_replication_slot('theirs')");
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            n1.done(new PostgresJob.KeepSlots(Set.of(n2.name, n3.name)));
            assertEquals("matriarch_n2,matriarch_n3,theirs", n1.ask(NAMES));
            // One that streams still is no member that left, whatever the list says.
            assertEquals(
                    "dropped 1 of members that left",
                    n1.done(new PostgresJob.KeepSlots(Set.of(n1.name))));
            assertEquals("matriarch_n2,theirs", n1.ask(NAMES));
        }
    }

    private static void configure(TestNode node, SlotPlan plan) {
        var server =
                new ServerSettings(
                        Map.of(), AccessLines.NONE, new ForOthers(plan, Optional.empty()));
        node.postgres.configure(server, Replication.Mode.ASYNC);
    }

    private static void insert(TestNode node, int from, int to) throws SQLException {
        node.sql("INSERT INTO t SELECT generate_series(%d, %d)".formatted(from, to));
    }

    /** How many rows the slot shows, none twice. */
    private static int consume(TestNode node) throws SQLException {
        return Integer.parseInt(
                node.ask(
                        "SELECT count(*) FROM pg_logical_slot_get_binary_changes('orders', NULL, NULL,"
                                + " 'proto_version', '1', 'publication_names', 'p')"
                                + " WHERE get_byte(data, 0) = ascii('I')"));
    }

    /** The standby has the slot, and could decode from it. */
    private static void followed(TestNode standby, TestNode leader) throws Exception {
        if (standby.major() >= 17) {
            awaitCopy(standby, leader);
            return;
        }
        awaitSafe(standby, leader);
        assertEquals("keeper,orders", standby.ask(NAMES));
    }

    /** PostgreSQL itself copies a slot only when its consumer gets on. */
    private static void awaitCopy(TestNode standby, TestNode leader) throws Exception {
        String copied = "SELECT count(*) FROM pg_replication_slots WHERE synced AND NOT temporary";
        for (int i = 0; i < 300 && !standby.ask(copied).equals("1"); i++) {
            leader.sql("INSERT INTO noise VALUES (1)");
            leader.sql("SELECT pg_log_standby_snapshot()");
            assertEquals(0, consume(leader));
            Thread.sleep(200);
        }
        assertEquals("1", standby.ask(copied));
    }

    private static void awaitSafe(TestNode standby, TestNode leader) throws Exception {
        SlotView view = SlotView.NONE;
        for (int i = 0; i < 300; i++) {
            view = standby.postgres.tendSlots(Optional.of(leader.upstream()));
            if (view.equals(SlotView.NONE)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the slots stay " + view);
    }

    /** The standby's slot is where the leader's is. */
    private static void moved(TestNode standby, TestNode leader) throws Exception {
        String where =
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'orders'";
        String there = leader.ask(where);
        for (int i = 0; i < 300 && !standby.ask(where).equals(there); i++) {
            standby.postgres.tendSlots(Optional.of(leader.upstream()));
            standby.await(PostgresView.Standby.class, _ -> true);
            Thread.sleep(Duration.ofMillis(100));
        }
        assertEquals(there, standby.ask(where));
    }
}
