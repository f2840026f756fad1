package io.matriarch.cli;

import io.matriarch.cluster.DocumentTree;
import io.matriarch.cluster.StandbyOf;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demote-cluster",
        description = "Stop taking writes, and follow another cluster from now on.",
        footer = {
            "",
            "The leader stops in order, which sends all that it acknowledged to whoever streams from",
            "it, and starts again as the standby leader. Writes are refused from then on, until the",
            "other cluster is promoted: see docs/standby-cluster.md. Refused while no standby of that",
            "cluster streams from this one: it would lack what was acknowledged here. Returns when the",
            "standby leader streams from there, and a server there has all of its log."
        },
        sortOptions = false)
final class DemoteClusterCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 300;
    private static final String COST =
            "Demoting this cluster: its leader stops taking writes at once, and nobody takes any until"
                    + " the other cluster is promoted (matriarch promote-cluster, there).";

    private static final String BY_ARCHIVE =
            "Nobody there can be asked what it has of this cluster: before it is promoted, compare its"
                    + " position with this one's (matriarch list). What it lacks then is lost.";

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT,...",
            description = "The servers of the cluster to follow.")
    Optional<String> to = Optional.empty();

    @Option(
            names = "--s3-prefix",
            paramLabel = "PREFIX",
            description = "Where that cluster archives, to follow it by that too, or alone.")
    Optional<String> archive = Optional.empty();

    @Option(
            names = "--slot",
            paramLabel = "NAME",
            description = "A permanent physical slot there that keeps the log for this cluster.")
    Optional<String> slot = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "It must follow by then (default: 300); it goes on all the same.")
    int seconds = DEFAULT_SECONDS;

    DemoteClusterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (seconds < 1 || seconds > 86_400) {
            throw Failure.usage("--timeout %d is not 1 to 86400 seconds".formatted(seconds));
        }
        if (to.isEmpty() && archive.isEmpty()) {
            throw Failure.usage(
                    "whom to follow? give --to HOST:PORT,... or --s3-prefix PREFIX, or both");
        }
        var config = new SharedConfig(session, where);
        var before = config.read();
        Map<String, String> follows = StandbyOf.keys(before.values());
        if (!follows.isEmpty()) {
            throw Failure.failed(
                    "this is a standby cluster already: it follows "
                            + follows.getOrDefault(
                                    "standby-cluster.host",
                                    follows.getOrDefault("standby-cluster.s3-prefix", "nobody")));
        }
        SortedMap<String, Optional<String>> keys = new TreeMap<>();
        to.ifPresent(hosts -> keys.put("standby-cluster.host", Optional.of(hosts)));
        archive.ifPresent(at -> keys.put("standby-cluster.s3-prefix", Optional.of(at)));
        slot.ifPresent(s -> keys.put("standby-cluster.slot", Optional.of(s)));
        int exit =
                change.perform(
                        session,
                        config,
                        before,
                        DocumentTree.merged(before.values(), keys),
                        to.isPresent() ? COST : COST + "\n" + BY_ARCHIVE);
        if (!change.dryRun) {
            new FollowWait(session, where.reader(session), to.isPresent())
                    .await(to.orElseGet(archive::get), Duration.ofSeconds(seconds));
        }
        return exit;
    }
}
