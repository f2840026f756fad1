package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.Hasty;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class SyncMetricsTest {

    private static final List<String> NAMES =
            List.of(
                    "sync_set",
                    "sync_wanted",
                    "sync_waited_for",
                    "sync_missing",
                    "writes_at_risk",
                    "writes_blocked",
                    "sync_lowering_settings",
                    "sync_lowered_sessions");

    @Inject FakeAgent agent;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    @Test
    void aLeaderWithTooFewStandbys() throws Exception {
        lead(List.of(Herd.N2), new SyncWait(List.of(Herd.N2), false, true), Hasty.NOBODY);
        told(
                Map.of(
                        "sync_set", 1.0,
                        "sync_wanted", 2.0,
                        "sync_waited_for", 1.0,
                        "sync_missing", 1.0));
    }

    @Test
    void writesAtRiskAndSessionsThatDoNotWait() throws Exception {
        lead(List.of(), SyncWait.NONE, new Hasty(3, 7));
        told(
                Map.of(
                        "sync_wanted", 2.0,
                        "sync_missing", 2.0,
                        "writes_at_risk", 1.0,
                        "sync_lowering_settings", 3.0,
                        "sync_lowered_sessions", 7.0));
    }

    @Test
    void writesThatAreBlocked() throws Exception {
        lead(List.of(), new SyncWait(List.of(), true, true), Hasty.NOBODY);
        told(Map.of("sync_wanted", 2.0, "sync_missing", 2.0, "writes_blocked", 1.0));
    }

    /** What a member that does not lead knows of the set, it tells; the rest is the leader's. */
    @Test
    void aStandby() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(Herd.N2, Herd.N3), 1));
        told(Map.of("sync_set", 2.0));
    }

    private void lead(List<NodeName> set, SyncWait commits, Hasty hasty) {
        PostgresView.Primary p = Herd.primary();
        var primary =
                new PostgresView.Primary(
                        p.systemId(),
                        p.timeline(),
                        p.position(),
                        p.checkpointed(),
                        p.pendingRestart(),
                        p.followers(),
                        p.version(),
                        p.startedAt(),
                        commits,
                        hasty,
                        p.pending());
        var lease = Herd.lease(Herd.N1, 3, set, set.size());
        Snapshot s =
                Herd.snapshot(Herd.N1, primary, Herd.view(lease, Optional.empty()), true, "I lead");
        agent.change(
                _ ->
                        new Snapshot(
                                s.cluster(),
                                s.self(),
                                s.maximumLag(),
                                s.me(),
                                s.store(),
                                s.storeSeenMillis(),
                                s.storeError(),
                                s.postgres(),
                                s.peers(),
                                s.history(),
                                s.because(),
                                s.job(),
                                s.failsafe(),
                                s.stopping(),
                                s.archive(),
                                new Replication(Replication.Mode.QUORUM, 2),
                                s.orders(),
                                s.remote()));
    }

    /** These, and 0 for all others. */
    private static void told(Map<String, Double> expected) throws Exception {
        var all = new TreeMap<String, Double>();
        NAMES.forEach(name -> all.put(name, expected.getOrDefault(name, 0.0)));
        var found = new TreeMap<String, Double>();
        for (String line : Calls.call("GET", "/metrics").body().lines().toList()) {
            for (String name : NAMES) {
                if (line.startsWith("matriarch_" + name + "{")) {
                    found.put(name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
        }
        assertEquals(all, found);
    }
}
