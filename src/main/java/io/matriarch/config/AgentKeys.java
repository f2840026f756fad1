package io.matriarch.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
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

    Routing routing();

    Backup backup();

    Secrets secrets();

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
    }
}
