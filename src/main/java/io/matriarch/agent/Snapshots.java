package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds what the API shows from what the loop knows. */
final class Snapshots {

    private static final Duration SILENT = Duration.ofSeconds(5);

    private Snapshots() {}

    static Snapshot of(
            String cluster,
            NodeSettings settings,
            Known known,
            Tenure tenure,
            Member me,
            String because,
            Moment now) {
        boolean byPeers = tenure instanceof Tenure.Held held && held.byPeers() && held.validAt(now);
        Optional<String> error =
                known.store instanceof Reading.Missing<ClusterView>(var why)
                        ? Optional.of(why)
                        : Optional.empty();
        return new Snapshot(
                cluster,
                settings.self(),
                settings.maximumLag(),
                me,
                Optional.ofNullable(known.lastStore),
                known.lastStoreMillis,
                error,
                known.postgres,
                answering(known, now),
                known.history,
                because,
                Optional.ofNullable(known.job).map(j -> j.job().words()),
                byPeers,
                known.stopping,
                known.archive,
                settings.replication(),
                OrderBoard.EMPTY,
                known.remote);
    }

    /** For people: whoever has not answered for some seconds is not there. */
    private static Map<NodeName, Reading<PeerReport>> answering(Known known, Moment now) {
        Map<NodeName, Reading<PeerReport>> shown = new HashMap<>(known.peers);
        shown.replaceAll(
                (_, reading) ->
                        reading instanceof Reading.Seen<PeerReport>(_, var at)
                                        && now.since(at).compareTo(SILENT) > 0
                                ? new Reading.Missing<>("its agent does not answer")
                                : reading);
        return Map.copyOf(shown);
    }

    /** Patroni's word for what is being done. */
    static String state(PostgresJob job) {
        return switch (job) {
            case PostgresJob.Initialize _ -> "initializing new cluster";
            case PostgresJob.Clone _, PostgresJob.Restore _ -> "creating replica";
            case PostgresJob.StartPrimary _, PostgresJob.StartStandby _ -> "starting";
            case PostgresJob.Rejoin _ -> "rewinding";
            case PostgresJob.Stop _ -> "stopping";
            case PostgresJob.Promote _,
                    PostgresJob.Follow _,
                    PostgresJob.Detach _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _,
                    PostgresJob.Synchronize _ ->
                    "running";
        };
    }
}
