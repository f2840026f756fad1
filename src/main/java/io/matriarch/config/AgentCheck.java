package io.matriarch.config;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.NodeName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks all keys of a node, and asks the machine for what is not set. */
final class AgentCheck {

    private final AgentKeys keys;
    private final Findings findings;
    private final Machine machine;
    private final KeyReader read;

    AgentCheck(AgentKeys keys, Findings findings, Machine machine) {
        this.keys = keys;
        this.findings = findings;
        this.machine = machine;
        this.read = new KeyReader(findings);
    }

    /** Empty when there are findings. */
    Optional<AgentConfig> config() {
        var cluster = read.required("cluster", keys.cluster(), Values::cluster);
        var name = name();
        var store = read.store(keys.store());
        var secrets = new SecretsCheck(findings, read).of(keys);
        var postgres = postgres(keys.postgres(), secrets);
        var api = api(keys.api(), secrets);
        var routing = routing(keys.routing());
        cluster.filter(c -> routing.zone().isPresent() && !Domain.fits(c))
                .ifPresent(this::nameless);
        var backup = new BackupCheck(findings, read).of(keys.backup());
        checkPorts(postgres, api, routing);
        var ec2 = ec2(keys.ec2());
        var initial = SharedCheck.ofInitial(findings).settings();
        AccessCheck.problems(findings.below(SharedKeys.INITIAL))
                .forEach(why -> findings.wrong(SharedKeys.INITIAL + why));
        initial.flatMap(ClusterSettings::fencing).ifPresent(this::checkFencing);
        boolean named = findings.isSet("backup.s3-prefix");
        initial.flatMap(i -> i.others().standbyOf())
                .filter(_ -> backup.isPresent() || !named)
                .flatMap(other -> OthersPrefix.problem(backup, other))
                .ifPresent(
                        why ->
                                findings.wrong(
                                        findings.where("initial.standby-cluster.s3-prefix")
                                                + " "
                                                + why));
        var tags = new TagsCheck(findings).of(name, findings.isSet("backup.s3-prefix"));
        if (!findings.wrong().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AgentConfig(
                        cluster.orElseThrow(),
                        name.orElseThrow(),
                        store.orElseThrow(),
                        postgres.orElseThrow(),
                        api.orElseThrow(),
                        routing,
                        backup,
                        secrets,
                        ec2,
                        new AgentConfig.Initial(
                                findings.below(SharedKeys.INITIAL), initial.orElseThrow()),
                        tags));
    }

    private Optional<NodeName> name() {
        String text = keys.name().orElseGet(machine::hostName);
        if (text.isEmpty()) {
            findings.wrong(
                    findings.missing("name")
                            + "; this machine does not know its own (on EC2, its metadata service did"
                            + " not answer)");
            return Optional.empty();
        }
        return read.value("name", text, NodeName::new);
    }

    private Optional<AgentConfig.Postgres> postgres(
            AgentKeys.Postgres keys, Optional<AgentConfig.Secrets> secrets) {
        var binDir = binDir(keys.binDir());
        var dataDir = read.required("postgres.data-dir", keys.dataDir(), Values::absolute);
        var listen = read.value("postgres.listen", keys.listen(), HostPort::parse);
        var advertise = advertise("postgres", listen, keys.advertise());
        var superuser = secrets.map(s -> s.folder().resolve("superuser")).or(() -> superuser(keys));
        var replication =
                secrets.map(s -> s.folder().resolve("replication"))
                        .or(() -> replication(keys, superuser));
        if (binDir.isEmpty()
                || dataDir.isEmpty()
                || listen.isEmpty()
                || advertise.isEmpty()
                || superuser.isEmpty()
                || replication.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AgentConfig.Postgres(
                        binDir.get(),
                        dataDir.get(),
                        listen.get(),
                        advertise.get(),
                        superuser.get(),
                        replication.get()));
    }

    private Optional<Path> superuser(AgentKeys.Postgres keys) {
        return findings.isSet("secrets.ssm-path")
                ? Optional.empty()
                : read.required(
                        "postgres.superuser-password-file",
                        keys.superuserPasswordFile(),
                        SecretFile::checked);
    }

    private Optional<Path> replication(AgentKeys.Postgres keys, Optional<Path> superuser) {
        return keys.replicationPasswordFile().isPresent()
                ? read.optional(
                        "postgres.replication-password-file",
                        keys.replicationPasswordFile(),
                        SecretFile::checked)
                : superuser;
    }

    private Optional<AgentConfig.Api> api(
            AgentKeys.Api keys, Optional<AgentConfig.Secrets> secrets) {
        var token =
                secrets.map(s -> s.folder().resolve("token"))
                        .or(
                                () ->
                                        read.optional(
                                                "api.token-file",
                                                keys.tokenFile(),
                                                SecretFile::checked));
        var listen = read.value("api.listen", keys.listen(), HostPort::parse);
        var advertise = advertise("api", listen, keys.advertise());
        return listen.flatMap(l -> advertise.map(a -> new AgentConfig.Api(l, a, token)));
    }

    private Optional<Path> binDir(Optional<String> set) {
        String key = "postgres.bin-dir";
        if (set.isPresent()) {
            return read.optional(key, set, AgentCheck::withPostgres);
        }
        var found = machine.binDir();
        if (found.isEmpty()) {
            findings.wrong(
                    findings.missing(key)
                            + "; there is no PostgreSQL in /usr/lib/postgresql or on PATH");
        }
        return found;
    }

    private static Path withPostgres(String text) {
        Path folder = Values.absolute(text);
        if (!ThisMachine.hasPostgres(folder)) {
            throw new IllegalArgumentException(
                    "there is no program \"postgres\" in %s, such as in /usr/lib/postgresql/17/bin"
                            .formatted(folder));
        }
        return folder;
    }

    /** What is set, else where it listens, else this machine's address with that port. */
    private Optional<HostPort> advertise(
            String section, Optional<HostPort> listen, Optional<String> set) {
        String key = section + ".advertise";
        if (set.isPresent()) {
            return read.optional(key, set, Values::reachable);
        }
        if (listen.isEmpty() || !listen.get().isWildcard()) {
            return listen;
        }
        var address = machine.address();
        if (address.isEmpty()) {
            findings.wrong(
                    findings.missing(key) + "; this machine has no address other than loopback");
        }
        return address.map(host -> new HostPort(host, listen.get().port()));
    }

    private AgentConfig.Routing routing(AgentKeys.Routing keys) {
        return new AgentConfig.Routing(
                read.optional("routing.zone", keys.zone(), Values::zone),
                read.optional("routing.endpoint", keys.endpoint(), Values::endpoint),
                read.optional("routing.primary-listen", keys.primaryListen(), HostPort::parse));
    }

    private void nameless(String cluster) {
        findings.wrong(
                "%s: \"%s\" cannot be a part of a name in DNS, which routing.zone needs: letters, digits, '_' and '-' between dots are right, none of them beginning or ending with '-'"
                        .formatted(findings.where("cluster"), cluster));
    }

    private Optional<AgentConfig.Ec2> ec2(AgentKeys.Ec2 keys) {
        var endpoint = read.optional("ec2.endpoint", keys.endpoint(), Values::endpoint);
        return machine.instance()
                .map(i -> new AgentConfig.Ec2(i.id(), i.region(), i.zone(), endpoint));
    }

    /** A machine that nobody but its owner can stop is fenced by nobody. */
    private void checkFencing(FenceMode mode) {
        if (machine.instance().isEmpty() && mode != FenceMode.OFF) {
            findings.wrong(
                    findings.where(SharedKeys.INITIAL + "fencing.mode")
                            + ": %s needs an instance of EC2, and this machine is none (or its metadata service does not answer); off is right here"
                                    .formatted(mode.name().toLowerCase(Locale.ROOT)));
        }
    }

    private void checkPorts(
            Optional<AgentConfig.Postgres> postgres,
            Optional<AgentConfig.Api> api,
            AgentConfig.Routing routing) {
        Map<String, HostPort> ports = new LinkedHashMap<>();
        postgres.ifPresent(p -> ports.put("postgres.listen", p.listen()));
        api.ifPresent(a -> ports.put("api.listen", a.listen()));
        routing.primaryListen().ifPresent(p -> ports.put("routing.primary-listen", p));
        List<String> keys = List.copyOf(ports.keySet());
        for (int i = 0; i < keys.size(); i++) {
            for (String other : keys.subList(i + 1, keys.size())) {
                HostPort one = ports.get(keys.get(i));
                if (one != null && one.collidesWith(ports.getOrDefault(other, one))) {
                    findings.wrong(
                            "%s %s and %s %s collide: two ports are right"
                                    .formatted(keys.get(i), one, other, ports.get(other)));
                }
            }
        }
    }
}
