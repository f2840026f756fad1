package io.matriarch.api;

import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.BackupPlan;
import io.matriarch.agent.ConfigDesk;
import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.base.S3BaseBackups;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SystemId;
import io.matriarch.config.DocumentCheck;
import io.matriarch.lease.MemoryStore;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The real resources over a fake agent, with a token set. */
public final class ApiProfile implements QuarkusTestProfile {
    public static final String TOKEN = "open-sesame";

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(
                FakeAgent.class,
                FakeToken.class,
                SampleBackups.class,
                FakeDesk.class,
                FakeReloading.class);
    }

    @Alternative
    @Singleton
    static final class FakeToken {
        @Produces
        @Singleton
        ApiToken token() {
            return ApiToken.of(TOKEN);
        }
    }

    /** A document in memory, and a PostgreSQL that refuses one value. */
    @Alternative
    @Singleton
    static final class FakeDesk {
        @Produces
        @Singleton
        ConfigDesk desk() {
            var initial = new TreeMap<>(Map.of("lease.ttl", "6s"));
            return new ConfigDesk(
                    new MemoryStore(() -> new Moment(0)),
                    new DocumentCheck(),
                    initial,
                    server ->
                            server.parameters().containsValue("lots")
                                    ? List.of("postgres.parameters.work_mem: PostgreSQL says no")
                                    : List.of(),
                    new ConfigDesk.Neighbour(
                            Optional::empty,
                            other ->
                                    new RemoteView(
                                            Optional.of(other.upstream(other.hosts().getFirst())),
                                            Optional.empty(),
                                            true,
                                            SystemId.NONE,
                                            ""),
                            (_, _) -> Optional.empty()));
        }
    }

    /** Nothing is read; what it says is the test's. */
    @Alternative
    @Singleton
    static final class FakeReloading implements Reloading {
        @Override
        public Outcome reload() {
            return new Outcome(true, List.of("a test"));
        }

        @Override
        public Outcome trial() {
            return new Outcome(true, List.of("would read a test"));
        }
    }

    /** Those of an archive that WAL-G wrote; none is ever taken from here. */
    @Alternative
    @Singleton
    static final class SampleBackups {
        @Produces
        @Singleton
        Backups backups() {
            Path nowhere = Path.of("/nonexistent");
            var archive = Path.of("src/test/resources/walg-samples/lz4").toAbsolutePath();
            var plan =
                    new BackupPlan(
                            Optional.empty(),
                            Retention.NONE,
                            OptionalLong.empty(),
                            new BackupSource(nowhere, nowhere, "", nowhere, nowhere, "n1"),
                            new BaseBackups.Proving(nowhere, nowhere, "false", "n1"),
                            () -> {},
                            Optional.empty());
            var store =
                    ObjectStores.open(
                            new BackupAddress.Directory(archive), S3Settings.ofTheMachine());
            return new Backups(
                    Optional.of(
                            new BackupDuty(
                                    new S3BaseBackups(store, Codec.LZ4),
                                    plan,
                                    InstantSource.system())));
        }
    }
}
