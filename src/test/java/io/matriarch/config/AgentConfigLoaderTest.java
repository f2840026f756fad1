package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.BackupSettings;
import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.Tags;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentConfigLoaderTest {

    private static final ClusterSettings DEFAULTS =
            new ClusterSettings(
                    new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1)),
                    1024L * 1024,
                    Replication.ASYNC,
                    Optional.empty(),
                    ServerSettings.NONE,
                    new BackupSettings(
                            "lz4",
                            Optional.of(Duration.ofHours(24)),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalLong.empty(),
                            10L << 30,
                            Optional.empty()));

    @TempDir Path folder = Path.of("");

    @Test
    void whatIsNotSetIsRight() throws Exception {
        var here = ConfigFolder.in(folder);
        var loaded =
                here.load(
                        """
                        cluster: herd
                        postgres:
                          data-dir: /var/lib/pg/../pg/main
                          superuser-password-file: DIR/secret
                        """,
                        Map.of("PATH", "/bin", "MATRIARCHY", "no", "MATRIARCH_CONFIG", "/x.yml"),
                        ConfigFolder.MACHINE);
        var secret = folder.resolve("secret");
        assertEquals(
                new Loaded.Ok<>(
                        new AgentConfig(
                                "herd",
                                new NodeName("host-1"),
                                new AgentConfig.Store(
                                        "matriarch", Optional.empty(), Optional.empty()),
                                new AgentConfig.Postgres(
                                        Path.of("/opt/pg/bin"),
                                        Path.of("/var/lib/pg/main"),
                                        new HostPort("0.0.0.0", 5432),
                                        new HostPort("10.0.0.7", 5432),
                                        secret,
                                        secret),
                                new AgentConfig.Api(
                                        new HostPort("0.0.0.0", 8008),
                                        new HostPort("10.0.0.7", 8008),
                                        Optional.empty()),
                                new AgentConfig.Routing(
                                        Optional.empty(), Optional.empty(), Optional.empty()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                new AgentConfig.Initial(new TreeMap<>(), DEFAULTS),
                                Tags.NONE)),
                loaded);
    }

    @Test
    void everyKeyIsRead() throws Exception {
        var here = ConfigFolder.in(folder);
        Files.copy(folder.resolve("secret"), folder.resolve("secret2"));
        var config =
                ok(
                        here.load(
                                """
                                cluster: herd
                                name: n1
                                store:
                                  table: leases
                                  endpoint: http://127.0.0.1:8000
                                  region: eu-central-1
                                postgres:
                                  bin-dir: DIR/bin
                                  data-dir: /data
                                  listen: 127.0.0.1:5501
                                  advertise: "[fd00::7]:5501"
                                  superuser-password-file: DIR/secret
                                  replication-password-file: DIR/secret2
                                api:
                                  listen: 127.0.0.1:8501
                                  advertise: db1.internal:8501
                                  token-file: DIR/secret
                                routing:
                                  zone: db.internal
                                  endpoint: http://127.0.0.1:5000
                                  primary-listen: 0.0.0.0:6432
                                initial:
                                  postgres:
                                    parameters:
                                      fsync: on
                                      shared_preload_libraries: ""
                                      archive_command: 'cp %p ${HOME}/wal, "%f"'
                                      pg_stat_statements.max: 0500
                                      auto_explain:
                                        log_min_duration: 1s
                                    hba:
                                      - host all a,b 10.0.0.0/8 scram-sha-256
                                      - 'local all all peer'
                                  lease:
                                    ttl: 12s
                                    beat: 1500ms
                                  failover:
                                    maximum-lag: 16MB
                                """,
                                Map.of(), ConfigFolder.MACHINE));
        assertEquals(new NodeName("n1"), config.name());
        assertEquals(
                new AgentConfig.Routing(
                        Optional.of("db.internal"),
                        Optional.of(URI.create("http://127.0.0.1:5000")),
                        Optional.of(new HostPort("0.0.0.0", 6432))),
                config.routing());
        assertEquals(
                new AgentConfig.Store(
                        "leases",
                        Optional.of(URI.create("http://127.0.0.1:8000")),
                        Optional.of("eu-central-1")),
                config.store());
        assertEquals(
                new AgentConfig.Postgres(
                        folder.resolve("bin"),
                        Path.of("/data"),
                        new HostPort("127.0.0.1", 5501),
                        new HostPort("fd00::7", 5501),
                        folder.resolve("secret"),
                        folder.resolve("secret2")),
                config.postgres());
        assertEquals("http://db1.internal:8501", config.api().url());
        assertEquals(Optional.of(folder.resolve("secret")), config.api().tokenFile());
        var initial = config.initial().settings();
        assertEquals(
                new ServerSettings(
                        Map.of(
                                "fsync", "on",
                                "shared_preload_libraries", "",
                                "archive_command", "cp %p ${HOME}/wal, \"%f\"",
                                "pg_stat_statements.max", "0500",
                                "auto_explain.log_min_duration", "1s"),
                        AccessLines.ofHba(
                                List.of(
                                        "host all a,b 10.0.0.0/8 scram-sha-256",
                                        "local all all peer"))),
                initial.server());
        assertEquals(
                new LeaseTimers(Duration.ofSeconds(12), Duration.ofMillis(1500)), initial.timers());
        assertEquals(16L * 1024 * 1024, initial.maximumLag());
        assertEquals("12s", config.initial().document().get("lease.ttl"));
        assertEquals(
                new DocumentReader.Read.Good(initial),
                new DocumentCheck().read(config.initial().document()));
    }

    @Test
    void anInstanceFencesInTheBackgroundUnlessTold() throws Exception {
        var here = ConfigFolder.in(folder);
        String good =
                """
                cluster: herd
                postgres: {data-dir: /data, superuser-password-file: DIR/secret}
                """;
        var config = ok(here.load(good, Map.of(), ConfigFolder.INSTANCE));
        assertEquals(FenceMode.BACKGROUND, config.fencing());
        assertEquals(Optional.empty(), config.initial().settings().fencing());
        assertEquals(
                Optional.of(
                        new AgentConfig.Ec2(
                                "i-0123456789abcdef0",
                                "eu-central-1",
                                "eu-central-1a",
                                Optional.empty())),
                config.ec2());
        String told =
                good + "initial.fencing: {mode: required}\nec2.endpoint: http://127.0.0.1:5000\n";
        var required = ok(here.load(told, Map.of(), ConfigFolder.INSTANCE));
        assertEquals(Optional.of(FenceMode.REQUIRED), required.initial().settings().fencing());
        assertEquals(
                Optional.of(URI.create("http://127.0.0.1:5000")),
                required.ec2().orElseThrow().endpoint());
        var off =
                here.load(
                        good + "initial: {fencing: {mode: off}}\n",
                        Map.of(),
                        ConfigFolder.INSTANCE);
        assertEquals(Optional.of(FenceMode.OFF), ok(off).initial().settings().fencing());
        assertEquals(
                FenceMode.OFF,
                ok(here.load(good + "initial.fencing.mode: off\n", Map.of(), ConfigFolder.MACHINE))
                        .fencing());
    }

    @Test
    void aVariableOverridesTheFile() throws Exception {
        var here = ConfigFolder.in(folder);
        var config =
                ok(
                        here.load(
                                """
                                cluster: herd
                                name: n1
                                postgres:
                                  data-dir: /data
                                  superuser-password-file: DIR/none
                                initial:
                                  postgres:
                                    parameters: {work_mem: 4MB, jit: off}
                                    hba: ["a", "b", "c"]
                                  lease.ttl: 20s
                                """,
                                Map.of(
                                        "MATRIARCH_POSTGRES_SUPERUSER_PASSWORD_FILE",
                                        here.here("DIR/secret"),
                                        "MATRIARCH_NAME",
                                        "n2",
                                        "MATRIARCH_INITIAL_LEASE_TTL",
                                        "6s",
                                        "MATRIARCH_INITIAL_POSTGRES_HBA",
                                        "local 1,2 x trust\nlocal y y peer",
                                        "MATRIARCH_INITIAL_POSTGRES_PARAMETERS_WORK_MEM",
                                        "8MB",
                                        "MATRIARCH_INITIAL_POSTGRES_PARAMETERS_PG_STAT_STATEMENTS__MAX",
                                        "9"),
                                ConfigFolder.MACHINE));
        assertEquals(new NodeName("n2"), config.name());
        assertEquals(Duration.ofSeconds(6), config.initial().settings().timers().ttl());
        assertEquals(
                List.of("local 1,2 x trust", "local y y peer"),
                config.initial().settings().server().access().hba());
        assertEquals(
                Map.of("work_mem", "8MB", "jit", "off", "pg_stat_statements.max", "9"),
                config.initial().settings().server().parameters());
    }

    @Test
    void commandsTouchNoneOfTheAgentsFiles() throws Exception {
        var here = ConfigFolder.in(folder);
        var file =
                here.file(
                        """
                        cluster: herd
                        store.region: eu-west-1
                        postgres: {data-dir: /none, superuser-password-file: /none/secret}
                        api.token-file: /none/token
                        """);
        assertEquals(
                new Loaded.Ok<>(
                        new CommandConfig(
                                "herd",
                                new AgentConfig.Store(
                                        "matriarch", Optional.empty(), Optional.of("eu-west-1")),
                                new HostPort("0.0.0.0", 8008),
                                Optional.of(Path.of("/none/token")),
                                Optional.of(Path.of("/none")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                AgentConfigLoader.loadForCommands(
                        Optional.of(file), Map.of(), ConfigFolder.MACHINE));
        assertInstanceOf(
                Loaded.Ok.class,
                AgentConfigLoader.loadForCommands(
                        Optional.empty(),
                        Map.of("MATRIARCH_CLUSTER", "herd"),
                        ConfigFolder.MACHINE));
    }

    @Test
    void secretsComeFromOnePlaceInsteadOfFiles() throws Exception {
        var text =
                """
                cluster: herd
                postgres.data-dir: /var/lib/pg/main
                secrets: {ssm-path: /matriarch/herd, kms-key: alias/herd}
                """;
        var config = ok(ConfigFolder.in(folder).load(text, Map.of(), ConfigFolder.MACHINE));
        var copies = Path.of("/var/lib/pg/main.matriarch/secrets");
        assertEquals(
                Optional.of(
                        new AgentConfig.Secrets(
                                "/matriarch/herd", Optional.of("alias/herd"), copies)),
                config.secrets());
        assertEquals(copies.resolve("superuser"), config.postgres().superuserPasswordFile());
        assertEquals(copies.resolve("replication"), config.postgres().replicationPasswordFile());
        assertEquals(Optional.of(copies.resolve("token")), config.api().tokenFile());
    }

    @Test
    void theNewestPackagedPostgresIsFound() throws Exception {
        for (String version : new String[] {"9", "15", "17", "18"}) {
            var bin = Files.createDirectories(folder.resolve(version).resolve("bin"));
            if (!version.equals("18")) {
                Files.createFile(bin.resolve("postgres")).toFile().setExecutable(true);
            }
        }
        assertEquals(Optional.of(folder.resolve("17/bin")), ThisMachine.newestPackaged(folder));
    }

    private static AgentConfig ok(Loaded<AgentConfig> loaded) {
        return switch (loaded) {
            case Loaded.Ok<AgentConfig>(var config) -> config;
            case Loaded.Bad<AgentConfig>(var lines) -> throw new AssertionError(lines);
        };
    }

    @Test
    void anArchiveIsReadWithItsDefaults() throws Exception {
        var here = ConfigFolder.in(folder);
        var loaded =
                here.load(
                        """
                        cluster: herd
                        postgres:
                          data-dir: /var/lib/pg/main
                          superuser-password-file: DIR/secret
                        backup:
                          s3-prefix: s3://bucket/herd
                          s3-region: eu-central-1
                        initial.backup: {retain-days: 30, verify-schedule: 1d}
                        """,
                        Map.of("PATH", "/bin"),
                        ConfigFolder.MACHINE);
        var config = (Loaded.Ok<AgentConfig>) assertInstanceOf(Loaded.Ok.class, loaded);
        assertEquals(
                Optional.of(
                        new AgentConfig.Backup(
                                AgentConfig.Engine.S3,
                                "s3://bucket/herd",
                                Optional.empty(),
                                Optional.of("eu-central-1"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                config.config().backup());
        assertEquals(
                new BackupSettings(
                        "lz4",
                        Optional.of(Duration.ofHours(24)),
                        OptionalInt.empty(),
                        OptionalInt.of(30),
                        OptionalLong.empty(),
                        10L << 30,
                        Optional.of(Duration.ofDays(1))),
                config.config().initial().settings().backup());
    }
}
