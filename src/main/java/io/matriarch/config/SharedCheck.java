package io.matriarch.config;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.BackupSettings;
import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the values that belong to the cluster: those of a document, or of a node's {@code
 * initial:}.
 *
 * @param prefix of the keys in the findings
 */
record SharedCheck(Findings findings, KeyReader read, String prefix) {

    private static final Set<String> EARLY =
            Set.of("off", "local", "remote_write", "false", "no", "0");

    static SharedCheck ofInitial(Findings findings) {
        return new SharedCheck(findings, new KeyReader(findings), SharedKeys.INITIAL);
    }

    /** Empty with findings. */
    Optional<ClusterSettings> settings() {
        int before = findings.wrong().size();
        var timers = timers();
        var lag = read.or(key("failover.maximum-lag"), "1MB", Values::size);
        var replication = replication();
        var fencing = read.given(key("fencing.mode"), Values::fenceMode);
        var backup = backup();
        var server = server();
        replication.ifPresent(r -> checkCommits(server, r));
        if (findings.wrong().size() > before) {
            return Optional.empty();
        }
        return Optional.of(
                new ClusterSettings(
                        timers.orElseThrow(),
                        lag.orElseThrow(),
                        replication.orElseThrow(),
                        fencing,
                        server,
                        backup.orElseThrow()));
    }

    private String key(String key) {
        return prefix + key;
    }

    private Optional<LeaseTimers> timers() {
        var ttl = read.or(key("lease.ttl"), "6s", Values::duration);
        var beat = read.or(key("lease.beat"), "1s", Values::duration);
        var timers = ttl.flatMap(t -> beat.map(b -> new LeaseTimers(t, b)));
        timers.flatMap(LeaseTimers::contradiction).ifPresent(findings::wrong);
        return timers;
    }

    private Optional<Replication> replication() {
        var mode = read.or(key("replication.mode"), "async", Values::replicationMode);
        var count = read.or(key("replication.sync-count"), "1", Values::syncCount);
        return mode.flatMap(m -> count.map(c -> new Replication(m, c)));
    }

    private Optional<BackupSettings> backup() {
        return new KeepingCheck(read, key("backup.")).settings();
    }

    private ServerSettings server() {
        Map<String, String> parameters = new TreeMap<>();
        String above = key(SharedKeys.PARAMETERS) + ".";
        findings.below(above).forEach((name, value) -> parameters.put(name, value));
        var access = new AccessLines(lines(SharedKeys.HBA), lines(SharedKeys.IDENT));
        return new ServerSettings(
                parameters, access, new OthersCheck(findings, read, prefix).others());
    }

    private List<String> lines(String key) {
        return findings.text(key(key)).map(t -> t.lines().toList()).orElse(List.of());
    }

    /** With these a commit is acknowledged before a standby has it on its disk. */
    private void checkCommits(ServerSettings server, Replication replication) {
        if (!replication.waits()) {
            return;
        }
        server.parameters().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase("synchronous_commit"))
                .filter(e -> EARLY.contains(e.getValue().strip().toLowerCase(Locale.ROOT)))
                .forEach(
                        e ->
                                findings.wrong(
                                        "postgres.parameters.%s = %s does not go with replication.mode = %s: on or remote_apply is right"
                                                .formatted(
                                                        e.getKey(),
                                                        e.getValue(),
                                                        replication
                                                                .mode()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT))));
    }
}
