package io.matriarch.config;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The configuration of one node, checked and complete.
 *
 * @param cluster the name that all its members share
 * @param lease timers that are safe together
 * @param maximumLag a standby further behind than this never leads; bytes
 * @param replication what an acknowledged write is worth
 * @param backup empty when there is no archive
 * @param secrets empty when the operator puts the password files there
 * @param fencing what becomes of the machine of a leader that vanished
 * @param ec2 empty when this machine is no instance of it
 */
public record AgentConfig(
        String cluster,
        NodeName name,
        Store store,
        Postgres postgres,
        Api api,
        LeaseTimers lease,
        long maximumLag,
        Routing routing,
        Replication replication,
        Optional<Backup> backup,
        Optional<Secrets> secrets,
        FenceMode fencing,
        Optional<Ec2> ec2) {

    /**
     * This machine as an instance of EC2.
     *
     * @param instance its id
     * @param endpoint instead of the region's own
     */
    public record Ec2(String instance, String region, Optional<URI> endpoint) {}

    /**
     * The table of the lease.
     *
     * @param endpoint instead of the region's own
     * @param region what the machine itself says when absent
     */
    public record Store(String table, Optional<URI> endpoint, Optional<String> region) {}

    /**
     * The server beside the agent; all paths are absolute.
     *
     * @param advertise where clients and standbys reach it; never a wildcard
     * @param parameters settings for postgresql.conf, names as written
     * @param hba lines for pg_hba.conf
     * @param replicationPasswordFile the superuser's when none is set
     */
    public record Postgres(
            Path binDir,
            Path dataDir,
            HostPort listen,
            HostPort advertise,
            Map<String, String> parameters,
            List<String> hba,
            Path superuserPasswordFile,
            Path replicationPasswordFile) {

        public Postgres {
            parameters = Map.copyOf(parameters);
            hba = List.copyOf(hba);
        }
    }

    /**
     * The names under which clients find the cluster.
     *
     * @param zone id or name of a hosted zone of Route53; absent when there are no such names
     * @param endpoint instead of the service's own
     * @param primaryListen a port that is open only while the node leads
     */
    public record Routing(
            Optional<String> zone, Optional<URI> endpoint, Optional<HostPort> primaryListen) {}

    /**
     * What the agent serves.
     *
     * @param advertise where the other agents reach it; never a wildcard
     * @param tokenFile holds the token for calls that change something; without it, only loopback
     *     may make them
     */
    public record Api(HostPort listen, HostPort advertise, Optional<Path> tokenFile) {

        /** {@code http://host:port}, as the other members read it. */
        public String url() {
            return "http://" + advertise;
        }
    }

    /**
     * Passwords and the token, kept for all members in one place.
     *
     * @param path of the parameters, such as {@code /matriarch/orders}
     * @param kmsKey encrypts them; the account's own when absent
     * @param folder of this node's copies, beside the data directory
     */
    public record Secrets(String path, Optional<String> kmsKey, Path folder) {}

    /** Which program writes the archive. */
    public enum Engine {
        /** This one. */
        S3,
        /** wal-g, from PATH. */
        WAL_G
    }

    /**
     * The archive.
     *
     * @param prefix {@code s3://bucket/path} or {@code file:///directory}
     * @param compression lz4 or zstd
     * @param endpoint instead of the region's own
     * @param region what the machine itself says when absent
     * @param keeping how base backups are taken and kept
     * @param sse {@code AES256} or {@code aws:kms}; the bucket's default when absent
     */
    public record Backup(
            Engine engine,
            String prefix,
            String compression,
            Optional<URI> endpoint,
            Optional<String> region,
            Optional<String> sse,
            Optional<String> kmsKey,
            Optional<String> storageClass,
            Keeping keeping) {

        /** The same kind of archive at another place. */
        public Backup at(String otherPrefix) {
            return new Backup(
                    engine,
                    otherPrefix,
                    compression,
                    endpoint,
                    region,
                    sse,
                    kmsKey,
                    storageClass,
                    keeping);
        }
    }

    /**
     * Base backups.
     *
     * @param every between two of them; empty when none is taken on schedule
     * @param retainCount so many full ones stay; all when neither this nor the days are set
     * @param retainDays every point in time of so many days stays within reach
     * @param rateLimit bytes of the database in a second
     * @param replicaSize a database of at least so many bytes comes to a new replica from here
     * @param proveEvery between two restores that prove the newest one; none on schedule when empty
     */
    public record Keeping(
            Optional<Duration> every,
            OptionalInt retainCount,
            OptionalInt retainDays,
            OptionalLong rateLimit,
            long replicaSize,
            Optional<Duration> proveEvery) {}
}
