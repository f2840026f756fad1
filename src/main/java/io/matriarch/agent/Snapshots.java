package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.util.Optional;

/** Builds what the API shows from what the loop knows. */
final class Snapshots {

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
                java.util.Map.copyOf(known.peers),
                known.history,
                because,
                Optional.ofNullable(known.job).map(j -> j.job().words()),
                byPeers,
                known.stopping);
    }

    /** Patroni's word for what is being done. */
    static String state(PostgresJob job) {
        return switch (job) {
            case PostgresJob.Initialize _ -> "initializing new cluster";
            case PostgresJob.Clone _ -> "creating replica";
            case PostgresJob.StartPrimary _, PostgresJob.StartStandby _ -> "starting";
            case PostgresJob.Rejoin _ -> "rewinding";
            case PostgresJob.Stop _ -> "stopping";
            case PostgresJob.Promote _,
                    PostgresJob.Follow _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _ ->
                    "running";
        };
    }
}
