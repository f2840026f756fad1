package io.matriarch.decision;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the lease's sync set a subset of what PostgreSQL really waits for (S9), one step a round.
 * Each step is found again from what is seen, so that an agent may die between any two.
 */
final class Synchronizing {

    private final Observation seen;
    private final Memory memory;
    private final NodeSettings settings;
    private final Tenure.Held held;
    private final PostgresView.Primary mine;

    /** Whom any lease write, answered or not, may name: PostgreSQL must go on waiting for them. */
    private final Set<NodeName> told;

    private final List<NodeName> wanted;

    private Synchronizing(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Primary mine) {
        this.seen = seen;
        this.memory = memory;
        this.settings = settings;
        this.held = held;
        this.mine = mine;
        this.told = told(seen, settings);
        this.wanted =
                fixed()
                        ? List.copyOf(mine.commits().names())
                        : new SyncChoice(seen, memory, settings, held.lease(), mine).standbys();
    }

    /** The next step; empty when there is none to take now. */
    static Optional<Decision> step(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Primary mine) {
        var it = new Synchronizing(seen, memory, settings, held, mine);
        return it.force().or(it::write);
    }

    /** What an operator should know of it, to follow the leader's sentence; empty in async mode. */
    static String words(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Primary mine) {
        return new Synchronizing(seen, memory, settings, held, mine).words();
    }

    static Set<NodeName> told(Observation seen, NodeSettings settings) {
        Set<NodeName> others = SyncSet.named(seen.told());
        others.remove(settings.self());
        return others;
    }

    /** Without the store the set cannot be changed: this node goes on waiting for it. */
    private boolean fixed() {
        return held.byPeers() || !(seen.store() instanceof Reading.Seen<?>);
    }

    /** First PostgreSQL, when it is to wait for more; after the lease, when for less. */
    private Optional<Decision> force() {
        SyncWait now = memory.sync().force().map(SyncMemory.Force::commits).orElse(mine.commits());
        SyncWait next = quorum(now) ? quorumNext(now) : next(now);
        boolean sure = memory.sync().force().isPresent() || next.names().isEmpty();
        if ((sure && next.equals(now)) || Health.resting(memory, seen.now())) {
            return Optional.empty();
        }
        return Optional.of(
                Decision.of(
                        memory,
                        because(now, next),
                        new Action.Run(new PostgresJob.Synchronize(next))));
    }

    /**
     * New names first: every name's place changes with each addition, so that PostgreSQL can be
     * asked which of its senders know of it.
     */
    private SyncWait next(SyncWait now) {
        Set<NodeName> all = new TreeSet<>(told);
        all.addAll(wanted);
        List<NodeName> names = new ArrayList<>(all);
        names.removeAll(now.names());
        now.names().stream().filter(all::contains).forEach(names::add);
        boolean strict = settings.replication().mode() == Replication.Mode.STRICT;
        return new SyncWait(names, strict && names.isEmpty(), now.open() || mayOpen());
    }

    /** Some members are enough, or were, or shall be: the order of the steps is another one. */
    private boolean quorum(SyncWait now) {
        return settings.replication().mode() == Replication.Mode.QUORUM
                || now.quorum()
                || seen.told().stream().anyMatch(set -> set.votes(settings.self()) > 1);
    }

    private QuorumPlan plan(SyncWait now) {
        return new QuorumPlan(settings.self(), seen.told(), now, wanted, count());
    }

    private int count() {
        boolean quorum = settings.replication().mode() == Replication.Mode.QUORUM;
        return fixed()
                ? mine.commits().count()
                : quorum
                        ? Math.min(settings.replication().syncCount(), wanted.size())
                        : wanted.size();
    }

    /** What was not confirmed by PostgreSQL is asked for again before anything else. */
    private SyncWait quorumNext(SyncWait now) {
        boolean open = now.open() || mayOpen();
        boolean confirmed =
                memory.sync().force().isPresent() || now.blocked() || now.names().isEmpty();
        boolean kept = wanted.isEmpty() && !told.isEmpty();
        boolean strict = settings.replication().mode() == Replication.Mode.STRICT;
        if (fixed() || !confirmed || kept || !plan(now).mayForce()) {
            return now.opened(open);
        }
        List<NodeName> names = wanted.stream().sorted().toList();
        boolean same = names.equals(now.names().stream().sorted().toList());
        return new SyncWait(same ? now.names() : names, strict && names.isEmpty(), open, count());
    }

    /**
     * After a crash the log may hold commits that the set lacks and nobody was told of: clients see
     * them only when each member that may lead next has them, too.
     */
    private boolean mayOpen() {
        return seen.told().stream()
                .allMatch(
                        set ->
                                set.standbys(settings.self()).stream().filter(this::has).count()
                                        >= set.kept(settings.self()));
    }

    private String because(SyncWait now, SyncWait next) {
        if (next.open() && !now.open()) {
            return "letting clients in: "
                    + (told.isEmpty()
                            ? "nobody else may lead"
                            : "the sync set has all that the log holds");
        }
        if (next.equals(now)) {
            return "making sure that commits wait for %s, as the lease says"
                    .formatted(next.words());
        }
        if (next.names().containsAll(now.names())) {
            boolean said = told.containsAll(next.names());
            return next.blocked()
                    ? "having PostgreSQL acknowledge nothing: no standby is in the sync set"
                    : "having commits wait for %s, %s the lease says%s"
                            .formatted(next.words(), said ? "as" : "before", said ? "" : " so");
        }
        return next.names().isEmpty() && !next.blocked()
                ? "commits wait for no standby any more: the lease says that nobody else has them"
                : "having commits wait for %s, as the lease says".formatted(next.words());
    }

    /** It has everything that was acknowledged before its name was in force. */
    private boolean has(NodeName name) {
        boolean waitedFor =
                memory.sync().force().filter(f -> f.commits().names().contains(name)).isPresent();
        return waitedFor
                && memory.sync().from().isPresent()
                && SyncWatch.flushed(name, mine)
                        .filter(f -> !memory.sync().from().get().isAfter(f))
                        .isPresent();
    }

    private Optional<Decision> write() {
        if (fixed() || seen.writing()) {
            return Optional.empty();
        }
        SyncSet now = held.lease().sync();
        SyncSet next = set(now);
        if (next.equals(now)) {
            return Optional.empty();
        }
        Set<NodeName> fewer = now.standbys(settings.self());
        fewer.removeAll(next.names());
        Set<NodeName> more = next.standbys(settings.self());
        more.removeAll(now.names());
        return Optional.of(
                Decision.of(
                        memory,
                        changes(next, more, fewer),
                        new Action.Renew(
                                new LeaseDraft(seen, settings).renewing(held.lease().with(next)))));
    }

    private String changes(SyncSet next, Set<NodeName> more, Set<NodeName> fewer) {
        if (settings.replication().mode() == Replication.Mode.ASYNC) {
            return "writing into the lease that commits wait for nobody: replication.mode is async";
        }
        if (next.standbys(settings.self()).isEmpty()) {
            return fewer.isEmpty()
                    ? "writing into the lease that only I have everything"
                    : "giving up waiting for %s, with no other standby fit: writes are at risk from now"
                            .formatted(SyncChoice.names(fewer));
        }
        if (fewer.isEmpty() && more.isEmpty()) {
            return "writing into the lease that each commit is on %d of %s"
                    .formatted(next.needed(), SyncChoice.names(next.names()));
        }
        if (fewer.isEmpty()) {
            return next.votes(settings.self()) > 1
                    ? "taking %s into the quorum: %d of %s must agree on who leads next"
                            .formatted(
                                    SyncChoice.names(more),
                                    next.votes(settings.self()),
                                    SyncChoice.names(next.names()))
                    : "taking %s into the sync set: commits wait for it, and it has everything"
                            .formatted(SyncChoice.names(more));
        }
        return more.isEmpty()
                ? "taking %s out of the sync set".formatted(SyncChoice.names(fewer))
                : "putting %s into the sync set instead of %s"
                        .formatted(SyncChoice.names(more), SyncChoice.names(fewer));
    }

    private SyncSet set(SyncSet now) {
        NodeName self = settings.self();
        if (!settings.replication().waits()) {
            return SyncSet.NONE;
        }
        SyncWait wait = memory.sync().force().map(SyncMemory.Force::commits).orElse(mine.commits());
        // What could not be read may be strict.
        boolean giveUp =
                wanted.isEmpty()
                        && settings.replication().mode() != Replication.Mode.STRICT
                        && !seen.unsure();
        if (!wanted.isEmpty() && quorum(wait)) {
            return memory.sync().force().isEmpty()
                    ? now
                    : plan(wait).write(now, this::has).orElse(now);
        }
        List<NodeName> ready =
                wanted.stream().filter(n -> now.names().contains(n) || has(n)).sorted().toList();
        boolean keep = ready.isEmpty() && !giveUp && !now.standbys(self).isEmpty();
        return keep ? now : SyncSet.of(self, ready);
    }

    private String words() {
        if (!settings.replication().waits() && mine.commits().equals(SyncWait.NONE)) {
            return "";
        }
        List<NodeName> names = mine.commits().names();
        if (!mine.commits().open()) {
            return told.isEmpty()
                    ? "; clients wait outside for a moment"
                    : "; clients wait outside until %s has all that the log holds"
                            .formatted(SyncChoice.names(told));
        }
        if (mine.commits().blocked()) {
            return "; nothing is acknowledged, because no standby is fit to wait for";
        }
        if (names.isEmpty()) {
            return "; no standby is fit to wait for: writes are at risk";
        }
        List<NodeName> late =
                names.stream().filter(n -> SyncChoice.stuck(seen, memory, settings, n)).toList();
        boolean stalls = names.size() - late.size() < mine.commits().count();
        String waits =
                "; commits wait for "
                        + mine.commits().words()
                        + (!stalls
                                ? ""
                                : ": nothing is acknowledged until %s has come on"
                                        .formatted(SyncChoice.names(late)));
        String all = waits + missing() + mine.hasty().words();
        return fixed() ? all + ", and that cannot change without the store" : all;
    }

    /** Fewer than an operator asked for. */
    private String missing() {
        int asked = settings.replication().syncCount();
        return !settings.replication().waits() || mine.commits().count() >= asked
                ? ""
                : ", though %d are asked for".formatted(asked);
    }
}
