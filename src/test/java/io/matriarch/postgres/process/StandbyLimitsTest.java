package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: a standby that was told of smaller limits than its primary's starts with those. */
@Tag(TestPostgres.TAG)
final class StandbyLimitsTest {

    @Test
    void aStandbyNeverStartsWithSmallerLimitsThanItsPrimaryHad(@TempDir Path herd)
            throws Exception {
        try (var n1 = node("n1", herd, "120", "70");
                var n2 = node("n2", herd, "50", "90")) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            n1.done(new PostgresJob.KeepSlots(Set.of(new NodeName("n2"))));

            assertEquals("120", n2.ask("SHOW max_connections"));
            assertEquals("90", n2.ask("SHOW max_locks_per_transaction"));
            // A smaller one begins with the primary, and until then the standby waits for it.
            var waiting =
                    n2.await(PostgresView.Standby.class, PostgresView.Standby::pendingRestart);
            assertEquals(
                    List.of(new PendingSetting("max_connections", "120", "50")), waiting.pending());
        }
    }

    private static TestNode node(String name, Path herd, String connections, String locks)
            throws Exception {
        return new TestNode(
                name,
                herd,
                TestNode.freePort(),
                Map.of("max_connections", connections, "max_locks_per_transaction", locks),
                Replication.Mode.ASYNC);
    }
}
