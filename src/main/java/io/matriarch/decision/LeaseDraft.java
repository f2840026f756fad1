package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a write of the lease would say. */
final class LeaseDraft {

    private final Observation seen;
    private final NodeSettings settings;

    LeaseDraft(Observation seen, NodeSettings settings) {
        this.seen = seen;
        this.settings = settings;
    }

    /** The very first lease. */
    LeaseView first() {
        return new LeaseView(
                settings.self(),
                seen.me().incarnation(),
                1,
                seen.attempted() + 1,
                seen.timing().renewing(settings.timers().ttl()),
                false,
                Optional.empty(),
                settings.replication().waits() && settings.standbyOf().isEmpty()
                        ? SyncSet.alone(settings.self())
                        : SyncSet.NONE,
                position(Lsn.ZERO),
                timeline(Timeline.NONE),
                systemId(SystemId.NONE),
                Set.of(settings.self()));
    }

    /** A new holder: one epoch up, and the sync set is itself in the same write (S8). */
    LeaseView taking(LeaseView over) {
        return mine(over.with(syncOf(over)), over.epoch() + 1);
    }

    /** The same holder, in an epoch that nobody has seen yet. */
    LeaseView above(LeaseView last, long epoch) {
        return mine(last, epoch + 1);
    }

    /** Whom the last holder waited for says nothing of what this one will acknowledge. */
    private SyncSet syncOf(LeaseView last) {
        if (settings.standbyOf().isPresent()) {
            return last.sync();
        }
        return last.sync().isEmpty() && !settings.replication().waits()
                ? SyncSet.NONE
                : SyncSet.alone(settings.self());
    }

    /** The same epoch under this run's incarnation; an heir begins with a set of its own. */
    LeaseView adopting(LeaseView over) {
        LeaseView begun = over.incarnation().isEmpty() ? over.with(syncOf(over)) : over;
        return mine(begun, over.epoch());
    }

    /** Before a promotion: what is acknowledged after it, nobody else will have. */
    LeaseView aloneFromNow(LeaseView last) {
        return renewing(last.with(syncOf(last)));
    }

    LeaseView renewing(LeaseView last) {
        return mine(last, last.epoch()).replacing(Replacing.named(seen, last));
    }

    /**
     * What another cluster leads on is that cluster's to keep: nobody here has more to say of it. A
     * server there that only replays may lack the end of the log here, and streams all the same.
     */
    private boolean fromElsewhere(LeaseView last) {
        if (settings.standbyOf().isEmpty()
                || !(seen.server().orElse(null) instanceof PostgresView.Standby s)) {
            return false;
        }
        StandbyOf other = settings.standbyOf().get();
        // Nobody here has begun a timeline since.
        boolean later = s.timeline().isAfter(last.timeline());
        boolean streams = s.streaming() && s.upstream().filter(other::has).isPresent();
        boolean writes = s.upstream().equals(seen.remote().settledWriter());
        return (streams && (writes || later))
                || (other.hasArchive() && s.upstream().isEmpty() && later);
    }

    LeaseView releasing(LeaseView last) {
        LeaseView mine = mine(last, last.epoch());
        return new LeaseView(
                mine.holder(),
                mine.incarnation(),
                mine.epoch(),
                mine.beat(),
                mine.ttl(),
                true,
                Optional.empty(),
                mine.sync(),
                mine.lsn(),
                mine.timeline(),
                mine.systemId(),
                mine.failsafe(),
                mine.fence(),
                mine.replacing());
    }

    /**
     * The heir stands there as the next holder at once, so that nobody races. This node has the
     * same log, and may lead again if the heir never begins.
     */
    LeaseView handingOver(LeaseView last, NodeName heir) {
        LeaseView mine = mine(last, last.epoch());
        return new LeaseView(
                heir,
                "",
                mine.epoch() + 1,
                mine.beat(),
                mine.ttl(),
                false,
                Optional.of(heir),
                mine.sync().isEmpty()
                        ? SyncSet.NONE
                        : new SyncSet(List.of(heir, settings.self()), 2),
                mine.lsn(),
                mine.timeline(),
                mine.systemId(),
                mine.failsafe(),
                mine.fence(),
                mine.replacing());
    }

    private Duration ttl(LeaseView last, long epoch) {
        Duration own = settings.timers().ttl();
        boolean renewing = last.epoch() == epoch && seen.me().holds(last);
        return renewing ? seen.timing().renewing(own) : seen.timing().taking(own, last);
    }

    private LeaseView mine(LeaseView last, long epoch) {
        return new LeaseView(
                settings.self(),
                seen.me().incarnation(),
                epoch,
                Math.max(last.beat(), seen.attempted()) + 1,
                ttl(last, epoch),
                false,
                Optional.empty(),
                fromElsewhere(last) ? SyncSet.NONE : last.sync(),
                position(last.lsn()),
                timeline(last.timeline()),
                systemId(last.systemId()),
                failsafe(last.failsafe()),
                Fencing.owed(seen, settings, last, epoch),
                last.replacing());
    }

    /** A standby's position never lowers what the last holder wrote: others measure lag by it. */
    private Lsn position(Lsn last) {
        return seen.server()
                .map(
                        server ->
                                switch (server) {
                                    case PostgresView.Primary p -> p.position();
                                    default -> last.max(server.position());
                                })
                .orElse(last);
    }

    private Timeline timeline(Timeline last) {
        Timeline mine = seen.server().map(PostgresView::timeline).orElse(Timeline.NONE);
        return mine.isAfter(last) ? mine : last;
    }

    private SystemId systemId(SystemId last) {
        return last.isKnown()
                ? last
                : seen.server().map(PostgresView::systemId).orElse(SystemId.NONE);
    }

    /**
     * Whoever is in the list must confirm, and only they may take the lease: a member that has
     * registered and answers is added, one that has not answered for long is left out until it
     * does.
     */
    private Set<NodeName> failsafe(Set<NodeName> last) {
        Optional<ClusterView> view = seen.store().seen();
        if (view.isEmpty()) {
            return last;
        }
        Set<NodeName> list = new TreeSet<>();
        list.add(settings.self());
        for (NodeName member : view.get().members().keySet()) {
            boolean answers = seen.report(member).isPresent();
            if (answers || (last.contains(member) && !seen.peers().containsKey(member))) {
                list.add(member);
            }
        }
        return list;
    }
}
