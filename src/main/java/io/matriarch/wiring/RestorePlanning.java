package io.matriarch.wiring;

import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Reach;
import io.matriarch.backup.RestoreTarget;
import io.matriarch.cli.RestoreOrder;
import io.matriarch.cli.StoreReader;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.CommandConfig;
import io.matriarch.postgres.files.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Checks that a restore can be carried out, and leaves it for the agent that founds the cluster.
 */
record RestorePlanning(CommandConfig config, Supplier<Reading<ClusterView>> cluster) {

    RestorePlanning(CommandConfig config) {
        this(config, () -> read(config));
    }

    private static Reading<ClusterView> read(CommandConfig config) {
        try (StoreReader store = new DirectStore(config)) {
            return store.read();
        }
    }

    /**
     * @return what will happen, for an operator
     * @throws IllegalArgumentException one line about the configuration
     * @throws IOException one line why it cannot be
     */
    String plan(RestoreOrder order) throws IOException {
        AgentConfig.Backup own = DirectBackups.archive(config);
        Path dataDir =
                config.dataDir()
                        .orElseThrow(
                                () -> new IllegalArgumentException("postgres.data-dir is not set"));
        if (!(new DataDirectory(dataDir).content() instanceof DataDirectory.Content.Nothing)) {
            throw new IOException(dataDir + " is not empty: move it away, it is never overwritten");
        }
        String prefix = order.from().orElse(own.prefix());
        boolean same = plain(prefix).equals(plain(own.prefix()));
        if (same) {
            checkAlone(own, dataDir);
        } else {
            checkOwn(own, dataDir);
        }
        RestoreTarget target = target(order);
        Reach.Beginning beginning;
        try (BackupEngine engine = BackupEngine.open(own.at(prefix), dataDir)) {
            BaseBackups from = engine.backups(DirectBackups.runDir(dataDir));
            beginning = from.reach().of(target, timeline(order));
        }
        var recovery = new TreeMap<>(target.settings());
        recovery.put("recovery_target_action", order.pause() ? "pause" : "promote");
        recovery.put("recovery_target_timeline", beginning.timeline());
        new RestorePlan(prefix, beginning.backup().name(), recovery)
                .write(Assembly.runDir(dataDir));
        return "%s of %s will be restored into %s and recovered to %s, when the agent of cluster %s starts here; start the other members after it%s"
                .formatted(
                        beginning.backup().name(),
                        prefix,
                        dataDir,
                        target.words(),
                        config.cluster(),
                        same
                                ? "; what the archive holds stays, and the new log goes on a timeline of its own beside it"
                                : "");
    }

    private static String plain(String prefix) {
        return prefix.replaceAll("/+$", "");
    }

    /**
     * A cluster that was lost, or shall go back in time, goes on in its own archive: timelines keep
     * the old log and the new one apart, and nothing is ever overwritten there. But nobody of the
     * old one may write there any more, and a member with its data must not found the cluster
     * instead of this node.
     */
    private void checkAlone(AgentConfig.Backup own, Path dataDir) throws IOException {
        switch (cluster.get()) {
            case Reading.Missing<ClusterView>(var why) ->
                    throw new IOException(
                            "%s is this cluster's own archive, and whether cluster %s is still there cannot be told: %s"
                                    .formatted(own.prefix(), config.cluster(), why));
            case Reading.Seen<ClusterView>(var view, _) -> checkGone(own, view);
        }
        try (BackupEngine engine = BackupEngine.open(own, dataDir)) {
            Optional<String> underWay = engine.backups(DirectBackups.runDir(dataDir)).underWay();
            if (underWay.isPresent()) {
                throw new IOException(
                        "somebody still writes to %s: %s is being taken; stop all agents of the old cluster"
                                .formatted(own.prefix(), underWay.get()));
            }
        }
    }

    private void checkGone(AgentConfig.Backup own, ClusterView view) throws IOException {
        if (view.lease().isPresent() || !view.members().isEmpty()) {
            throw new IOException(
                    "%s is the archive of cluster %s itself, which is still there%s: stop all its agents, run matriarch remove %s, and restore again"
                            .formatted(
                                    own.prefix(),
                                    config.cluster(),
                                    view.lease()
                                            .map(l -> " (" + l.holder() + " led last)")
                                            .orElse(""),
                                    config.cluster()));
        }
    }

    /** The new cluster writes there, and nothing of another one may be mixed with it. */
    private static void checkOwn(AgentConfig.Backup own, Path dataDir) throws IOException {
        try (BackupEngine engine = BackupEngine.open(own, dataDir)) {
            if (!engine.backups(DirectBackups.runDir(dataDir)).isEmpty()) {
                throw new IOException(
                        "%s (backup.s3-prefix) is not empty: a cluster from another one's archive needs one of its own"
                                .formatted(own.prefix()));
            }
        }
    }

    /** The command has looked at its form. */
    private static Optional<Timeline> timeline(RestoreOrder order) {
        return order.timeline().equals("latest")
                ? Optional.empty()
                : Optional.of(new Timeline(Integer.parseInt(order.timeline())));
    }

    private static RestoreTarget target(RestoreOrder order) {
        if (order.time().isPresent()) {
            return new RestoreTarget.Time(order.time().get());
        }
        if (order.lsn().isPresent()) {
            return new RestoreTarget.Position(Lsn.parse(order.lsn().get()));
        }
        return order.name()
                .<RestoreTarget>map(RestoreTarget.Name::new)
                .orElseGet(RestoreTarget.Latest::new);
    }
}
