package io.matriarch.config;

import io.matriarch.cluster.StandbyOf;
import java.util.Optional;

/** Whether a node can read the archive of the cluster that its own follows. */
public final class OthersPrefix {

    private OthersPrefix() {}

    /**
     * Why it cannot, as the end of a line that names {@code standby-cluster.s3-prefix}.
     *
     * @param own where this node archives
     */
    public static Optional<String> problem(Optional<AgentConfig.Backup> own, StandbyOf other) {
        if (!other.hasArchive()) {
            return Optional.empty();
        }
        if (own.isEmpty()) {
            return Optional.of(
                    "needs backup.s3-prefix in the file of each member: it says how archives are reached, and where this cluster's own will be");
        }
        return plain(own.get().prefix()).equals(plain(other.archive()))
                ? Optional.of(
                        "%s is this cluster's own backup.s3-prefix; that of the cluster to follow is right"
                                .formatted(other.archive()))
                : Optional.empty();
    }

    private static String plain(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
