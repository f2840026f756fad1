package io.matriarch.config;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Tags;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The configuration of one node, checked and complete.
 *
 * @param cluster the name that all its members share
 * @param backup empty when there is no archive
 * @param secrets empty when the operator puts the password files there
 * @param ec2 empty when this machine is no instance of it
 * @param initial for a cluster that has no document yet
 */
public record AgentConfig(
        String cluster,
        NodeName name,
        Store store,
        Postgres postgres,
        Api api,
        Routing routing,
        Optional<Backup> backup,
        Optional<Secrets> secrets,
        Optional<Ec2> ec2,
        Initial initial,
        Tags tags) {

    /** What becomes of a vanished leader's machine when the cluster does not say. */
    public FenceMode fencing() {
        return ec2.isPresent() ? FenceMode.BACKGROUND : FenceMode.OFF;
    }

    /**
     * What the first document of a new cluster says.
     *
     * @param document its values by key
     * @param settings the same, read
     */
    public record Initial(SortedMap<String, String> document, ClusterSettings settings) {}

    /**
     * This machine as an instance of EC2.
     *
     * @param instance its id
     * @param zone such as {@code eu-central-1a}
     * @param endpoint instead of the region's own
     */
    public record Ec2(String instance, String region, String zone, Optional<URI> endpoint) {}

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
     * @param replicationPasswordFile the superuser's when none is set
     */
    public record Postgres(
            Path binDir,
            Path dataDir,
            HostPort listen,
            HostPort advertise,
            Path superuserPasswordFile,
            Path replicationPasswordFile) {}

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
     * @param endpoint instead of the region's own
     * @param region what the machine itself says when absent
     * @param sse {@code AES256} or {@code aws:kms}; the bucket's default when absent
     */
    public record Backup(
            Engine engine,
            String prefix,
            Optional<URI> endpoint,
            Optional<String> region,
            Optional<String> sse,
            Optional<String> kmsKey,
            Optional<String> storageClass) {

        /** To be read at another place; in which region that is, is found out there. */
        public Backup read(String otherPrefix) {
            return new Backup(
                    engine,
                    otherPrefix,
                    endpoint,
                    engine == Engine.WAL_G && endpoint.isEmpty() ? Optional.empty() : region,
                    sse,
                    kmsKey,
                    storageClass);
        }

        /** The same kind of archive at another place. */
        public Backup at(String otherPrefix) {
            return new Backup(engine, otherPrefix, endpoint, region, sse, kmsKey, storageClass);
        }
    }
}
