package io.matriarch.wiring;

import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Reach;
import io.matriarch.backup.RestoreTarget;
import io.matriarch.cli.RestoreOrder;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.CommandConfig;
import io.matriarch.postgres.files.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks that a restore can be carried out, and leaves it for the agent that founds the cluster.
 */
record RestorePlanning(CommandConfig config) {

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
        checkOwn(own, order.from(), dataDir);
        RestoreTarget target = target(order);
        Reach.Beginning beginning;
        try (BackupEngine engine = BackupEngine.open(own.at(order.from()), dataDir)) {
            BaseBackups from = engine.backups(DirectBackups.runDir(dataDir));
            beginning = from.reach().of(target, timeline(order));
        }
        var recovery = new TreeMap<>(target.settings());
        recovery.put("recovery_target_action", order.pause() ? "pause" : "promote");
        recovery.put("recovery_target_timeline", beginning.timeline());
        new RestorePlan(order.from(), beginning.backup().name(), recovery)
                .write(Assembly.runDir(dataDir));
        return "%s of %s will be restored into %s and recovered to %s, when the agent of cluster %s starts here; start the other members after it"
                .formatted(
                        beginning.backup().name(),
                        order.from(),
                        dataDir,
                        target.words(),
                        config.cluster());
    }

    /** The new cluster writes there, and nothing of the old one may be mixed or overwritten. */
    private static void checkOwn(AgentConfig.Backup own, String from, Path dataDir)
            throws IOException {
        String mine = own.prefix().replaceAll("/+$", "");
        if (mine.equals(from.replaceAll("/+$", ""))) {
            throw new IOException(
                    "the new cluster needs an archive of its own: set backup.s3-prefix to another place than "
                            + from);
        }
        try (BackupEngine engine = BackupEngine.open(own, dataDir)) {
            if (!engine.backups(DirectBackups.runDir(dataDir)).isEmpty()) {
                throw new IOException(
                        "%s (backup.s3-prefix) is not empty: the new cluster needs one of its own"
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
