package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: a running standby hears of the mode that holds when it is promoted (S9). */
@Tag(TestPostgres.TAG)
final class StrictStandbyTest {

    private static final ServerSettings SAME = ServerSettings.NONE;

    @Test
    void aStandbyThatIsPromotedAcknowledgesNothingAloneInStrictMode(@TempDir Path herd)
            throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            assertTrue(waits(n2, false), "nobody was asked for yet");

            change(n2, Replication.Mode.STRICT);
            assertTrue(waits(n2, true), n2.ask("SHOW synchronous_standby_names"));
            change(n1, Replication.Mode.STRICT);
            assertTrue(waits(n1, false), "a primary's set changes with the lease alone");

            change(n2, Replication.Mode.SYNC);
            assertTrue(waits(n2, false), n2.ask("SHOW synchronous_standby_names"));
            assertEquals("t", n2.ask("SELECT pg_is_in_recovery()"));
        }
    }

    private static void change(TestNode node, Replication.Mode mode) {
        assertInstanceOf(Reconfigured.Follows.class, node.postgres.configure(SAME, mode));
    }

    /** A reload reaches a server a moment later. */
    private static boolean waits(TestNode node, boolean expected) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (!node.ask("SHOW synchronous_standby_names").isEmpty() == expected) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
    }
}
