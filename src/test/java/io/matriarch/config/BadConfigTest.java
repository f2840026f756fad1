package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input has its line, and only that line. */
final class BadConfigTest {

    private static final String GOOD =
            """
            cluster: herd
            postgres.data-dir: /var/lib/pg
            postgres.superuser-password-file: DIR/secret
            """;

    @TempDir Path folder = Path.of("");

    /** {@code text} is added to a good file, in place of the lines with the same key. */
    record Bad(String text, String line) {}

    static List<Bad> files() {
        return List.of(
                bad(
                        "initial.lease.tll: 6s",
                        "unknown key \"initial.lease.tll\" in FILE: did you mean \"initial.lease.ttl\"?"),
                bad(
                        "postgres: {data_dir: /x}",
                        "unknown key \"postgres.data_dir\" in FILE: did you mean"
                                + " \"postgres.data-dir\"?"),
                bad("ttl: 6s", "unknown key \"ttl\" in FILE: did you mean \"initial.lease.ttl\"?"),
                bad(
                        "loop_wait: 10",
                        "unknown key \"loop_wait\" in FILE: known are cluster, name, store.table,"
                                + " store.endpoint, store.region, postgres.bin-dir, postgres.data-dir,"
                                + " postgres.listen, postgres.advertise,"
                                + " postgres.superuser-password-file,"
                                + " postgres.replication-password-file, api.listen, api.advertise,"
                                + " api.token-file,"
                                + " routing.zone, routing.endpoint, routing.primary-listen,"
                                + " backup.engine, backup.s3-prefix,"
                                + " backup.s3-endpoint, backup.s3-region, backup.s3-sse,"
                                + " backup.s3-kms-key, backup.s3-storage-class,"
                                + " secrets.ssm-path, secrets.kms-key, ec2.endpoint, tags, initial"),
                bad("tag: {nosync: true}", "unknown key \"tag\" in FILE: did you mean \"tags\"?"),
                bad("tags.nosync: yes", "tags.nosync is \"yes\": true or false is right"),
                bad(
                        "tags: {nofailover: true, failover-priority: 2}",
                        "tags.nofailover is true and tags.failover-priority is 2: one of them is"
                                + " right"),
                bad(
                        "tags: {replicatefrom: host-1}",
                        "tags.replicatefrom in FILE: host-1 is this node itself; another member's name"
                                + " is right"),
                bad(
                        "tags.nostream: true",
                        "tags.nostream in FILE needs an archive to take the log from: set"
                                + " backup.s3-prefix"),
                bad(
                        "tags: nofailover",
                        "tags in FILE: tags below it are right, such as" + " \"nofailover: true\""),
                bad(
                        "tags: {7up: x}",
                        "tags.7up in FILE: a tag's name is 1 to 63 letters, digits, '_', '.' or"
                                + " '-', a letter first"),
                bad(
                        "lease: {ttl: 12s}",
                        "lease.ttl in FILE: it belongs to the cluster, not to a node:"
                                + " initial.lease.ttl says it for a new cluster, \"matriarch config set"
                                + " lease.ttl=...\" for a running one"),
                bad(
                        "postgres.parameters.work_mem: 8MB",
                        "postgres.parameters.work_mem in FILE: it belongs to the cluster, not to a"
                                + " node: initial.postgres.parameters.work_mem says it for a new"
                                + " cluster, \"matriarch config set postgres.parameters.work_mem=...\" for"
                                + " a running one"),
                bad(
                        "backup: {schedule: 12h}",
                        "backup.schedule in FILE: it belongs to the cluster, not to a node:"
                                + " initial.backup.schedule says it for a new cluster, \"matriarch"
                                + " config set backup.schedule=...\" for a running one"),
                bad(
                        "initial.replication.mode: all",
                        "initial.replication.mode in FILE: \"all\" is no mode: async, sync, strict or quorum"
                                + " is right"),
                bad(
                        "initial.replication: {sync-count: 0}",
                        "initial.replication.sync-count in FILE: \"0\" is no count of standbys: 1 to 99 is"
                                + " right"),
                bad(
                        "initial.fencing: {mode: always}",
                        "initial.fencing.mode in FILE: \"always\" is no mode: off, background or required is"
                                + " right"),
                bad(
                        "initial.fencing: {mode: required}",
                        "initial.fencing.mode in FILE: required needs an instance of EC2, and this machine is"
                                + " none (or its metadata service does not answer); off is right"
                                + " here"),
                bad(
                        "initial.fencing.mode: background",
                        "initial.fencing.mode in FILE: background needs an instance of EC2, and this machine"
                                + " is none (or its metadata service does not answer); off is right"
                                + " here"),
                bad(
                        "backup.s3-prefix: bucket/path",
                        "backup.s3-prefix in FILE: \"bucket/path\" is no place for an archive, such"
                                + " as s3://bucket/path or file:///directory"),
                bad(
                        "backup.engine: pgbackrest",
                        "backup.engine in FILE: \"pgbackrest\" is unknown: s3 and wal-g are right"),
                bad(
                        "initial.backup.compression: brotli",
                        "initial.backup.compression in FILE: \"brotli\" is unknown: lz4 and zstd are right"),
                bad(
                        "backup.s3-sse: KMS",
                        "backup.s3-sse in FILE: \"KMS\" is unknown: AES256 and aws:kms are right"),
                bad(
                        "backup.s3-kms-key: abc",
                        "backup.s3-kms-key in FILE: is for backup.s3-sse: aws:kms, which is not set"),
                bad(
                        "backup.s3-storage-class: cheap",
                        "backup.s3-storage-class in FILE: \"cheap\" is no storage class, such as"
                                + " STANDARD_IA"),
                bad("cluster: ", "cluster in FILE: it has no value"),
                bad(
                        "initial.backup.schedule: daily",
                        "initial.backup.schedule in FILE: \"daily\" is no schedule: 24h, 7d or off are"
                                + " right"),
                bad(
                        "initial.backup.verify-schedule: nightly",
                        "initial.backup.verify-schedule in FILE: \"nightly\" is no schedule: 24h, 7d or off"
                                + " are right"),
                bad(
                        "initial.backup.retain-days: 0",
                        "initial.backup.retain-days in FILE: \"0\" is no number from 1 on"),
                bad(
                        "initial.backup.rate-limit: 1kB",
                        "initial.backup.rate-limit in FILE: \"1kB\" is below 32kB, the least in a second"),
                bad("cluster: [a, b]", "cluster in FILE: one value is right"),
                bad(
                        "cluster: my herd",
                        "cluster in FILE: \"my herd\" is no cluster name: 1 to 63 letters, digits,"
                                + " '_', '.' or '-'"),
                bad(
                        "name: n 1",
                        "name in FILE: \"n 1\" is no member name: 1 to 63 letters, digits, '_',"
                                + " '.' or '-'"),
                bad(
                        "initial.lease: 6s",
                        "initial.lease in FILE: keys below it are right: initial.lease.ttl, initial.lease.beat"),
                bad(
                        "initial.lease.ttl: 6",
                        "initial.lease.ttl in FILE: \"6\" is no duration, such as 6s or 500ms"),
                bad(
                        "initial.lease: {beat: -1s}",
                        "initial.lease.beat in FILE: \"-1s\" is no duration, such as 6s or 500ms"),
                bad("initial.lease: {beat: 100ms}", "lease.beat is 100ms; at least 200ms is right"),
                bad(
                        "initial.lease: {ttl: 2s}",
                        "lease.ttl 2000ms and lease.beat 1000ms are not safe together: a holder may"
                                + " use its lease for 0.9 x ttl - 900ms = 900ms, but two beats, one"
                                + " attempt and one failsafe round take 3300ms; lease.ttl of at least"
                                + " 4667ms is right for this beat"),
                bad(
                        "store.table: x",
                        "store.table in FILE: \"x\" is no table name: 3 to 255"
                                + " letters, digits, '_', '.' or '-'"),
                bad(
                        "store.endpoint: localhost:8000",
                        "store.endpoint in FILE: \"localhost:8000\" is no endpoint, such as"
                                + " http://127.0.0.1:8000"),
                bad(
                        "routing.zone: internal",
                        "routing.zone in FILE: \"internal\" is no hosted zone, such as db.internal or"
                                + " Z0123456789ABCDEFGHIJ"),
                bad(
                        "store.region: Frankfurt",
                        "store.region in FILE: \"Frankfurt\" is no region, such as eu-central-1"),
                bad(
                        "postgres.listen: 5432",
                        "postgres.listen in FILE: \"5432\" is no host:port, such as 10.0.0.7:5432"),
                bad(
                        "api: {listen: '0.0.0.0:80008'}",
                        "api.listen in FILE: port 80008 is not 1 to 65535"),
                bad(
                        "api.advertise: 0.0.0.0:8008",
                        "api.advertise in FILE: \"0.0.0.0:8008\" is where one listens; an address"
                                + " that others reach is right"),
                bad(
                        "api.listen: 127.0.0.1:5432",
                        "postgres.listen 0.0.0.0:5432 and api.listen 127.0.0.1:5432 collide: two"
                                + " ports are right"),
                bad(
                        "routing.primary-listen: 10.0.0.7:8008",
                        "api.listen 0.0.0.0:8008 and routing.primary-listen 10.0.0.7:8008 collide:"
                                + " two ports are right"),
                bad(
                        "secrets.ssm-path: /matriarch/herd",
                        "postgres.superuser-password-file in FILE: secrets.ssm-path says where the"
                                + " secrets are, one of both is right"),
                bad(
                        "secrets.ssm-path: herd",
                        "secrets.ssm-path in FILE: \"herd\" is no path of parameters, such as"
                                + " /matriarch/orders"),
                bad(
                        "secrets.kms-key: alias/herd",
                        "secrets.kms-key in FILE: is for secrets.ssm-path, which is not set"),
                bad(
                        "postgres.data-dir: pg/data",
                        "postgres.data-dir in FILE: \"pg/data\" is a relative path, an absolute one"
                                + " is right"),
                bad(
                        "postgres.bin-dir: DIR",
                        "postgres.bin-dir in FILE: there is no program \"postgres\" in DIR, such as"
                                + " in /usr/lib/postgresql/17/bin"),
                bad(
                        "postgres.superuser-password-file: DIR/open",
                        "postgres.superuser-password-file in FILE: others than its owner may get at"
                                + " DIR/open (rw-r--r--): chmod 0600 DIR/open"),
                bad(
                        "postgres.superuser-password-file: DIR/none",
                        "postgres.superuser-password-file in FILE: there is no file DIR/none"),
                bad(
                        "postgres.superuser-password-file: DIR/empty",
                        "postgres.superuser-password-file in FILE: DIR/empty is empty, one line is"
                                + " right"),
                bad(
                        "api.token-file: DIR/lines",
                        "api.token-file in FILE: DIR/lines has several lines, one line is right"),
                bad(
                        "postgres.replication-password-file: secret",
                        "postgres.replication-password-file in FILE: \"secret\" is a relative path,"
                                + " an absolute one is right"),
                bad(
                        "initial.postgres: {parameters: [a]}",
                        "initial.postgres.parameters in FILE: settings below it are right, such as"
                                + " \"work_mem: 16MB\""),
                bad(
                        "initial.postgres: {parameters: {work-mem: 1}}",
                        "initial.postgres.parameters.work-mem in FILE: \"work-mem\" is no name of a"
                                + " setting, such as work_mem"),
                bad(
                        "initial.postgres: {hba: {a: b}}",
                        "initial.postgres.hba in FILE: a list of lines is right"),
                bad(
                        "initial.failover.maximum-lag: 1 MiB",
                        "initial.failover.maximum-lag in FILE: \"1 MiB\" is no size, such as 1MB or 512kB"),
                bad(
                        "initial.slots: {orders: {type: logicl, database: shop, plugin: pgoutput}}",
                        "initial.slots.orders.type: must be physical or logical, not \"logicl\""),
                bad(
                        "initial.slots: {orders: {type: logical, database: shop}}",
                        "initial.slots.orders needs a database and a plugin, because its type is"
                                + " logical"),
                bad(
                        "initial.slots: {matriarch_n2: {type: physical}}",
                        "initial.slots.matriarch_n2 is no name for a permanent slot: names that"
                                + " begin with matriarch_ or pg_ are taken"),
                bad(
                        "initial.standby-cluster: {host: 'db1:99999'}",
                        "initial.standby-cluster.host in FILE: port 99999 is not 1 to 65535"),
                bad(
                        "initial.standby-cluster: {host: 'db1:5432,'}",
                        "initial.standby-cluster.host in FILE: \"db1:5432,\" names nobody in one"
                                + " place: host:port of each server is right, with commas between"),
                bad(
                        "initial.standby-cluster: {slot: dr}",
                        "initial.standby-cluster.slot needs initial.standby-cluster.host: the"
                                + " cluster that this one follows"),
                bad(
                        "initial.standby-cluster: {s3-prefix: 's3://far/orders'}",
                        "initial.standby-cluster.s3-prefix in FILE needs backup.s3-prefix in the file"
                                + " of each member: it says how archives are reached, and where this"
                                + " cluster's own will be"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void ofAFile(Bad bad) throws Exception {
        var here = ConfigFolder.in(folder);
        String yaml = GOOD.replaceAll("(?m)^" + key(bad.text()) + ":.*\n", "") + bad.text() + "\n";
        assertBad(here, here.load(yaml, Map.of(), ConfigFolder.MACHINE), bad.line());
    }

    static List<Bad> variables() {
        return List.of(
                bad(
                        "MATRIARCH_INITIAL_LEASE_TLL=6s",
                        "unknown variable MATRIARCH_INITIAL_LEASE_TLL: did you mean MATRIARCH_INITIAL_LEASE_TTL?"),
                bad(
                        "MATRIARCH_LEASE_TTL=6s",
                        "MATRIARCH_LEASE_TTL: it belongs to the cluster, not to a node:"
                                + " MATRIARCH_INITIAL_LEASE_TTL says it for a new cluster, \"matriarch"
                                + " config set lease.ttl=...\" for a running one"),
                bad(
                        "MATRIARCH_INITIAL_LEASE_TTL=soon",
                        "MATRIARCH_INITIAL_LEASE_TTL: \"soon\" is no duration, such as 6s or 500ms"),
                bad(
                        "MATRIARCH_NAME= ",
                        "MATRIARCH_NAME: it has no value; unset it when none is meant"));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void ofAVariable(Bad bad) throws Exception {
        var here = ConfigFolder.in(folder);
        int equals = bad.text().indexOf('=');
        var env = Map.of(bad.text().substring(0, equals), bad.text().substring(equals + 1));
        assertBad(here, here.load(GOOD, env, ConfigFolder.MACHINE), bad.line());
    }

    static List<Bad> whole() {
        return List.of(
                bad(
                        "cluster: a\ninitial:\n  lease.ttl: 6s\ninitial.lease.ttl: 7s\n"
                                + required(),
                        "initial.lease.ttl in FILE line 4: it stands in line 3 already"),
                bad(
                        "cluster: a\n bad: b\n",
                        "FILE line 2 is no YAML: mapping values are not" + " allowed here"),
                bad("- cluster\n", "FILE: keys are right, such as \"cluster: herd\""),
                bad("[a]: b\ncluster: a\n" + required(), "FILE line 1: a key is right here"));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void ofAWholeFile(Bad bad) throws Exception {
        var here = ConfigFolder.in(folder);
        assertBad(here, here.load(bad.text(), Map.of(), ConfigFolder.MACHINE), bad.line());
    }

    @Test
    void ofNothingAtAll() throws Exception {
        var here = ConfigFolder.in(folder);
        var knowsNothing = ConfigFolder.machine("", Optional.empty(), Optional.empty());
        assertBad(
                here,
                here.load("", Map.of(), knowsNothing),
                "cluster is missing: set it in FILE or in MATRIARCH_CLUSTER",
                "name is missing: set it in FILE or in MATRIARCH_NAME; this machine does not know"
                        + " its own (on EC2, its metadata service did not answer)",
                "postgres.bin-dir is missing: set it in FILE or in MATRIARCH_POSTGRES_BIN_DIR;"
                        + " there is no PostgreSQL in /usr/lib/postgresql or on PATH",
                "postgres.data-dir is missing: set it in FILE or in MATRIARCH_POSTGRES_DATA_DIR",
                "postgres.advertise is missing: set it in FILE or in"
                        + " MATRIARCH_POSTGRES_ADVERTISE; this machine has no address other than"
                        + " loopback",
                "postgres.superuser-password-file is missing: set it in FILE or in"
                        + " MATRIARCH_POSTGRES_SUPERUSER_PASSWORD_FILE",
                "api.advertise is missing: set it in FILE or in MATRIARCH_API_ADVERTISE; this"
                        + " machine has no address other than loopback");
    }

    @Test
    void ofAFileThatIsNotThereOrNoText() throws Exception {
        var here = ConfigFolder.in(folder);
        var none = folder.resolve("none.yml");
        assertBad(
                here,
                AgentConfigLoader.load(none, Map.of(), ConfigFolder.MACHINE),
                "cannot read DIR/none.yml: there is no such file");
        Files.write(none, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertBad(
                here,
                AgentConfigLoader.load(none, Map.of(), ConfigFolder.MACHINE),
                "cannot read DIR/none.yml: it is not UTF-8");
    }

    private static String required() {
        return GOOD.replaceFirst("cluster: herd\n", "");
    }

    private static String key(String text) {
        return text.replaceFirst(":.*", "");
    }

    private static Bad bad(String text, String line) {
        return new Bad(text, line);
    }

    private static void assertBad(ConfigFolder here, Loaded<?> loaded, String... lines) {
        assertEquals(new Loaded.Bad<>(Arrays.stream(lines).map(here::here).toList()), loaded);
    }
}
