package io.matriarch.decision;

import io.matriarch.cluster.Follower;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Follows how far the leader's standbys have come, look by look. */
final class SyncWatch {

    private SyncWatch() {}

    static Memory update(Observation seen, Memory memory, NodeSettings settings) {
        SyncMemory sync = memory.sync();
        if (!(seen.postgres() instanceof Reading.Seen<PostgresView>(var view, var at))) {
            return memory;
        }
        if (!(view instanceof PostgresView.Primary mine)) {
            return sync.looked().isEmpty()
                    ? memory
                    : memory.sync(sync.seen(sync.from(), Map.of(), Optional.empty()));
        }
        if (!settings.replication().waits() || sync.looked().filter(at::equals).isPresent()) {
            return memory;
        }
        return memory.sync(
                sync.seen(from(sync, mine, at), lags(seen, sync, mine, at), Optional.of(at)));
    }

    /** What is acknowledged without the new names ends before a look that began after them. */
    private static Optional<Lsn> from(SyncMemory sync, PostgresView.Primary mine, Moment at) {
        boolean after = sync.force().filter(f -> at.reached(f.since())).isPresent();
        return sync.from().isEmpty() && after ? Optional.of(mine.position()) : sync.from();
    }

    private static Map<NodeName, SyncMemory.Lag> lags(
            Observation seen, SyncMemory sync, PostgresView.Primary mine, Moment at) {
        Map<NodeName, SyncMemory.Lag> next = new HashMap<>();
        // While the store is out of reach its list of members is, too.
        Set<NodeName> names = new TreeSet<>(sync.lags().keySet());
        names.addAll(Leading.others(seen));
        for (NodeName name : names) {
            SyncMemory.Lag before = sync.lags().get(name);
            boolean passed =
                    before != null
                            && flushed(name, mine)
                                    .filter(f -> !before.target().isAfter(f))
                                    .isPresent();
            next.put(
                    name,
                    before == null || passed ? new SyncMemory.Lag(mine.position(), at) : before);
        }
        return next;
    }

    /** It has not come on for so long that commits should not wait for it. */
    static boolean stuck(Observation seen, Memory memory, NodeName name, Duration patience) {
        SyncMemory.Lag lag = memory.sync().lags().get(name);
        return lag != null
                && seen.postgres() instanceof Reading.Seen<PostgresView>(_, var at)
                && at.since(lag.since()).compareTo(patience) >= 0;
    }

    /** What it has on its disk, when it streams from this primary. */
    static Optional<Lsn> flushed(NodeName name, PostgresView.Primary mine) {
        return mine.followers().stream()
                .filter(f -> f.applicationName().equals(name.value()))
                .filter(f -> f.state().equals("streaming"))
                .map(Follower::flushed)
                .min(Lsn::compareTo);
    }

    /** PostgreSQL compares the names of standbys without regard to case. */
    static boolean unmistakable(NodeName name, Observation seen) {
        String folded = name.value().toLowerCase(Locale.ROOT);
        return seen.store().seen().map(v -> v.members().values()).stream()
                        .flatMap(java.util.Collection::stream)
                        .map(Member::name)
                        .filter(n -> n.value().toLowerCase(Locale.ROOT).equals(folded))
                        .count()
                == 1;
    }
}
