package io.matriarch.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys as an operator writes them, and the defaults that are the same on every machine. Texts,
 * because {@link AgentConfigLoader} reads each with a message of its own. Not for injection: ask
 * for {@link AgentConfig}, which is checked.
 */
@ConfigMapping(prefix = KnownKeys.PREFIX)
public interface AgentKeys {

    Optional<String> cluster();

    Optional<String> name();

    Store store();

    Postgres postgres();

    Api api();

    Lease lease();

    Failover failover();

    Replication replication();

    Routing routing();

    Backup backup();

    Secrets secrets();

    Fencing fencing();

    Ec2 ec2();

    /** Where the lease is. */
    interface Store {
        @WithDefault("matriarch")
        String table();

        Optional<String> endpoint();

        Optional<String> region();
    }

    /** The server beside the agent. */
    interface Postgres {
        Optional<String> binDir();

        Optional<String> dataDir();

        @WithDefault("0.0.0.0:5432")
        String listen();

        Optional<String> advertise();

        /** An empty value is a value here: some of PostgreSQL's settings mean something by it. */
        Map<String, Optional<String>> parameters();

        Optional<List<String>> hba();

        Optional<String> superuserPasswordFile();

        Optional<String> replicationPasswordFile();
    }

    /** What the agent itself serves. */
    interface Api {
        @WithDefault("0.0.0.0:8008")
        String listen();

        Optional<String> advertise();

        Optional<String> tokenFile();
    }

    /** The two timers that all others follow from. */
    interface Lease {
        @WithDefault("6s")
        String ttl();

        @WithDefault("1s")
        String beat();
    }

    /** Where clients find the leader. */
    interface Routing {
        Optional<String> zone();

        Optional<String> endpoint();

        Optional<String> primaryListen();
    }

    /** Where passwords come from, when not from files. */
    interface Secrets {
        Optional<String> ssmPath();

        Optional<String> kmsKey();
    }

    /** Who may lead. */
    interface Failover {
        @WithDefault("1MB")
        String maximumLag();
    }

    /** What an acknowledged write is worth. */
    interface Replication {
        @WithDefault("async")
        String mode();

        @WithDefault("1")
        String syncCount();
    }

    /** What becomes of the machine of a leader that vanished. */
    interface Fencing {
        Optional<String> mode();
    }

    /** Where the instances are asked after. */
    interface Ec2 {
        Optional<String> endpoint();
    }

    /** Where the archive is. */
    interface Backup {
        @WithDefault("s3")
        String engine();

        @WithName("s3-prefix")
        Optional<String> prefix();

        @WithDefault("lz4")
        String compression();

        @WithName("s3-endpoint")
        Optional<String> endpoint();

        @WithName("s3-region")
        Optional<String> region();

        @WithName("s3-sse")
        Optional<String> sse();

        @WithName("s3-kms-key")
        Optional<String> kmsKey();

        @WithName("s3-storage-class")
        Optional<String> storageClass();

        @WithDefault("24h")
        String schedule();

        Optional<String> retainCount();

        Optional<String> retainDays();

        Optional<String> rateLimit();

        @WithDefault("10GB")
        String replicaSize();

        @WithDefault("off")
        String verifySchedule();
    }
}
