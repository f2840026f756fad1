package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.Tenure;
import io.matriarch.config.DocumentCheck;
import io.matriarch.history.LogLedger;
import io.matriarch.postgres.Reconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What PostgreSQL does not take of the document is in the sentence until it does. */
final class ServerDutyTest {

    private static final ClusterSettings BEGUN = settings(Map.of());
    private static final ClusterSettings WANTED =
            settings(Map.of("replication.mode", "sync", "postgres.hba", "local all all trust"));

    private final List<Effect> asked = new ArrayList<>();
    private final ServerDuty duty =
            new ServerDuty(
                    new Known(NodeSettings.of(new NodeName("n1"), BEGUN.timers())),
                    asked::add,
                    new LogLedger(),
                    BEGUN);

    @Test
    void aPartThatIsNotTakenIsSaidAndTriedAgainAMinuteLater() {
        var change = at(0);
        assertEquals(WANTED.server(), change.server());
        duty.ended(
                new Event.Configured(change, new Reconfigured.Partly("reloaded", "no such line")));
        assertEquals(
                Optional.of(
                        "PostgreSQL does not follow the whole configuration of the cluster: no such"
                                + " line"),
                duty.trouble());
        assertEquals(
                WANTED.replication(),
                duty.effective(WANTED.replication()),
                "the rest is in effect");
        nothingAt(59);
        duty.ended(new Event.Configured(at(60), new Reconfigured.Follows("reloaded")));
        assertEquals(Optional.empty(), duty.trouble());
        nothingAt(300);
    }

    @Test
    void oldFilesAreNoNewMode() {
        asynchronous();
        duty.ended(new Event.Configured(at(10), new Reconfigured.Stays("the disk is full")));
        assertEquals(
                Optional.of("PostgreSQL's configuration stays as it was: the disk is full"),
                duty.trouble());
        assertEquals(Replication.ASYNC, duty.effective(WANTED.replication()));
        assertEquals(
                new ServerSettings(Map.of(), AccessLines.ofHba(List.of("local all all trust"))),
                at(11).server());
    }

    /** An agent that starts knows of no mode, and takes for granted that somebody is counted on. */
    @Test
    void theCarefulModeHoldsUntilAnotherOneIsRead() {
        assertEquals(WANTED.replication(), duty.effective(WANTED.replication()));
        asynchronous();
        assertEquals(Replication.ASYNC, duty.effective(WANTED.replication()));
    }

    private void asynchronous() {
        schedule(BEGUN, 0);
        var change = assertInstanceOf(Effect.Configure.class, asked.getLast());
        assertEquals(Replication.Mode.ASYNC, change.mode());
        duty.ended(new Event.Configured(change, new Reconfigured.Follows("reloaded")));
    }

    private void schedule(ClusterSettings wanted, long second) {
        duty.schedule(
                wanted,
                wanted.replication().mode(),
                new Tenure.None(),
                new Moment(second * 1_000_000_000L));
    }

    private Effect.Configure at(long second) {
        asked.clear();
        schedule(WANTED, second);
        assertEquals(1, asked.size());
        return assertInstanceOf(Effect.Configure.class, asked.getFirst());
    }

    private void nothingAt(long second) {
        asked.clear();
        schedule(WANTED, second);
        assertEquals(List.of(), asked);
    }

    private static ClusterSettings settings(Map<String, String> values) {
        return assertInstanceOf(DocumentReader.Read.Good.class, new DocumentCheck().read(values))
                .settings();
    }
}
