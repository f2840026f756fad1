package io.matriarch.wiring;

import io.matriarch.backup.BaseBackup;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.OthersPrefix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether this node can follow another cluster by its archive.
 *
 * @param own how this node reaches its own archive
 */
record OthersFit(Optional<AgentConfig.Backup> own, Path dataDir, Path runDir) {

    /** Why this node cannot read that archive; empty when it can. */
    static Optional<String> problem(Optional<AgentConfig.Backup> own, StandbyOf other) {
        return OthersPrefix.problem(own, other).map("standby-cluster.s3-prefix "::concat);
    }

    /**
     * Why nobody should follow it: it cannot be read, or is of another cluster; empty when nothing
     * is seen against it. Blocks for as long as the archive takes.
     *
     * @param id of this cluster, when it has data
     */
    Optional<String> unfit(StandbyOf other, SystemId id) {
        Optional<String> problem = problem(own, other);
        if (problem.isPresent() || !other.hasArchive()) {
            return problem;
        }
        try (BackupEngine engine =
                BackupEngine.others(own.orElseThrow().read(other.archive()), dataDir)) {
            return engine.backups(runDir).list().stream()
                    .map(BaseBackup::systemId)
                    .filter(theirs -> id.isKnown() && theirs.isKnown() && !theirs.equals(id))
                    .findFirst()
                    .map(
                            theirs ->
                                    "standby-cluster.s3-prefix: %s is the archive of a cluster that is no copy of this one (system identifier %s, this cluster has %s)"
                                            .formatted(other.archive(), theirs, id));
        } catch (IOException e) {
            return Optional.of(
                    "standby-cluster.s3-prefix: %s cannot be read: %s"
                            .formatted(other.archive(), e.getMessage()));
        }
    }
}
