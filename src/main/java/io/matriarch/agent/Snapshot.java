package io.matriarch.agent;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.Replication;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent knew after its last round.
 *
 * @param maximumLag a standby further behind never leads; bytes
 * @param me this node as it describes itself to the others
 * @param store the newest read that succeeded, however old; empty before the first
 * @param storeSeenMillis wall clock of that read; 0 before the first
 * @param storeError why the newest read failed; empty when it did not
 * @param postgres the newest look
 * @param because the sentence of the last decision
 * @param job what is being done, in words
 * @param failsafe the lease rests on the peers' word, not on the store
 * @param replication what an acknowledged write shall be worth
 * @param archive how the archive of the log fares; empty without one
 * @param orders what operators have asked of this node
 * @param remote the cluster that this one follows, if any
 */
public record Snapshot(
        String cluster,
        NodeName self,
        long maximumLag,
        Member me,
        Optional<ClusterView> store,
        long storeSeenMillis,
        Optional<String> storeError,
        Reading<PostgresView> postgres,
        Map<NodeName, Reading<PeerReport>> peers,
        List<HistoryEntry> history,
        String because,
        Optional<String> job,
        boolean failsafe,
        boolean stopping,
        Optional<ArchiveHealth.View> archive,
        Replication replication,
        OrderBoard orders,
        RemoteView remote) {

    /** Without an archive, and asynchronous. */
    public Snapshot(
            String cluster,
            NodeName self,
            long maximumLag,
            Member me,
            Optional<ClusterView> store,
            long storeSeenMillis,
            Optional<String> storeError,
            Reading<PostgresView> postgres,
            Map<NodeName, Reading<PeerReport>> peers,
            List<HistoryEntry> history,
            String because,
            Optional<String> job,
            boolean failsafe,
            boolean stopping) {
        this(
                cluster,
                self,
                maximumLag,
                me,
                store,
                storeSeenMillis,
                storeError,
                postgres,
                peers,
                history,
                because,
                job,
                failsafe,
                stopping,
                Optional.empty(),
                Replication.ASYNC,
                OrderBoard.EMPTY,
                RemoteView.UNKNOWN);
    }

    /** The same with other orders. */
    public Snapshot with(OrderBoard board) {
        return new Snapshot(
                cluster,
                self,
                maximumLag,
                me,
                store,
                storeSeenMillis,
                storeError,
                postgres,
                peers,
                history,
                because,
                job,
                failsafe,
                stopping,
                archive,
                replication,
                board,
                remote);
    }
}
