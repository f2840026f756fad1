package io.matriarch.postgres;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.StandbyOf;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What this node's server is made of.
 *
 * @param binDir where PostgreSQL's programs are
 * @param listenHost as in {@code listen_addresses}; the agent itself connects to it, or to loopback
 *     when it is a wildcard
 * @param advertiseHost where the other members and clients reach this server
 * @param parameters of postgresql.conf, {@code postgres.parameters.*}
 * @param access lines of pg_hba.conf and pg_ident.conf, {@code postgres.hba} and {@code
 *     postgres.ident}
 * @param superuserPasswordFile its first line is the password of the role {@code postgres}
 * @param replicationPasswordFile of the role {@code replicator}; without one the superuser's serves
 * @param replication what a commit waits for before it is acknowledged
 * @param runDir the log, password files and sockets of this node
 * @param archiving empty without an archive
 * @param slots those that outlive a leader
 * @param standbyOf the cluster that this one follows
 */
public record PostgresSettings(
        NodeName self,
        String cluster,
        Path binDir,
        Path dataDir,
        String listenHost,
        int port,
        String advertiseHost,
        Map<String, String> parameters,
        AccessLines access,
        Path superuserPasswordFile,
        Optional<Path> replicationPasswordFile,
        Replication.Mode replication,
        Path runDir,
        Optional<Archiving> archiving,
        SlotPlan slots,
        Optional<StandbyOf> standbyOf) {

    /** What PostgreSQL runs for its write-ahead log: {@code archive_command} and its opposite. */
    public record Archiving(String archiveCommand, String restoreCommand) {}

    public static final String SUPERUSER = "postgres";

    public PostgresSettings {
        parameters = Map.copyOf(parameters);
        binDir = binDir.toAbsolutePath();
        dataDir = dataDir.toAbsolutePath();
        runDir = runDir.toAbsolutePath();
    }

    /** Without permanent slots. */
    public PostgresSettings(
            NodeName self,
            String cluster,
            Path binDir,
            Path dataDir,
            String listenHost,
            int port,
            String advertiseHost,
            Map<String, String> parameters,
            AccessLines access,
            Path superuserPasswordFile,
            Optional<Path> replicationPasswordFile,
            Replication.Mode replication,
            Path runDir,
            Optional<Archiving> archiving) {
        this(
                self,
                cluster,
                binDir,
                dataDir,
                listenHost,
                port,
                advertiseHost,
                parameters,
                access,
                superuserPasswordFile,
                replicationPasswordFile,
                replication,
                runDir,
                archiving,
                SlotPlan.NONE,
                Optional.empty());
    }

    /** Without an archive. */
    public PostgresSettings(
            NodeName self,
            String cluster,
            Path binDir,
            Path dataDir,
            String listenHost,
            int port,
            String advertiseHost,
            Map<String, String> parameters,
            AccessLines access,
            Path superuserPasswordFile,
            Optional<Path> replicationPasswordFile,
            Replication.Mode replication,
            Path runDir) {
        this(
                self,
                cluster,
                binDir,
                dataDir,
                listenHost,
                port,
                advertiseHost,
                parameters,
                access,
                superuserPasswordFile,
                replicationPasswordFile,
                replication,
                runDir,
                Optional.empty());
    }

    /** The same server with other parameters, other rules of access and another mode. */
    public PostgresSettings with(
            Map<String, String> otherParameters, AccessLines otherAccess, Replication.Mode mode) {
        return new PostgresSettings(
                self,
                cluster,
                binDir,
                dataDir,
                listenHost,
                port,
                advertiseHost,
                otherParameters,
                otherAccess,
                superuserPasswordFile,
                replicationPasswordFile,
                mode,
                runDir,
                archiving,
                slots,
                standbyOf);
    }

    /** The same server with other permanent slots. */
    public PostgresSettings with(SlotPlan other) {
        return new PostgresSettings(
                self,
                cluster,
                binDir,
                dataDir,
                listenHost,
                port,
                advertiseHost,
                parameters,
                access,
                superuserPasswordFile,
                replicationPasswordFile,
                replication,
                runDir,
                archiving,
                other,
                standbyOf);
    }

    /** The same server in a cluster that follows another one, or nobody. */
    public PostgresSettings following(Optional<StandbyOf> other) {
        return new PostgresSettings(
                self,
                cluster,
                binDir,
                dataDir,
                listenHost,
                port,
                advertiseHost,
                parameters,
                access,
                superuserPasswordFile,
                replicationPasswordFile,
                replication,
                runDir,
                archiving,
                slots,
                other);
    }

    /** The role that standbys stream as. */
    public String replicationUser() {
        return replicationPasswordFile.isPresent() ? "replicator" : SUPERUSER;
    }

    /** Where the agent's own connections go. */
    public String localHost() {
        String first = listenHost.split(",", 2)[0].strip();
        return switch (first) {
            case "", "*", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> first;
        };
    }
}
