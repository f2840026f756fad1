package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.decision.TurnMemory.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Standbys that must restart do so one after the other, and none while commits wait for it: all of
 * them often learn of the reason in the same moment. The leader says whose turn it is, because two
 * that asked each other could both find the other one up.
 */
public final class Turns {

    /** A leader that gives no turns is not waited for without end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Whoever is not back by then holds up nobody else. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** An answer counts as fresh for less. */
    private static final Duration HEARD = Duration.ofMillis(1500);

    private static final Duration ASKED = Duration.ofSeconds(1);

    private Turns() {}

    /** This member must restart, and waits for its turn or is at it. */
    public static boolean wishes(Memory memory) {
        return memory.turns().wish().isPresent();
    }

    /** Whose turn it is, by this leader's word. */
    public static Optional<NodeName> turn(Memory memory) {
        return memory.turns().given().filter(g -> g.over().isEmpty()).map(Given::member);
    }

    /** It has its turn, or had it so lately that it may still begin. */
    static boolean mayGo(Observation seen, Memory memory, NodeName name) {
        return memory.turns()
                .given()
                .filter(g -> g.member().equals(name) && !settled(seen, g))
                .isPresent();
    }

    static Memory update(Observation seen, Memory memory, NodeSettings settings) {
        TurnMemory before = memory.turns();
        return memory.turns(
                before.wishing(wish(seen, memory, settings)).giving(given(seen, memory, settings)));
    }

    private static Optional<Moment> wish(Observation seen, Memory memory, NodeSettings settings) {
        TurnMemory turns = memory.turns();
        if (seen.server().orElse(null) instanceof PostgresView.Standby mine
                && seen.job().isEmpty()) {
            boolean must =
                    !seen.paused()
                            && !seen.stopping()
                            && (Unstreamed.restarts(seen, settings, mine)
                                    || SlotCopying.restarts(seen, memory, mine));
            return must ? turns.wish().or(() -> Optional.of(seen.now())) : Optional.empty();
        }
        // It is at it; what takes longer is a copy, for which nobody need wait.
        boolean soon =
                turns.leaving().filter(t -> seen.now().since(t).compareTo(LONGEST) < 0).isPresent();
        boolean leads = seen.server().orElse(null) instanceof PostgresView.Primary;
        return soon && !leads ? turns.wish() : Optional.empty();
    }

    private static Optional<Given> given(Observation seen, Memory memory, NodeSettings settings) {
        Optional<Given> last = memory.turns().given();
        boolean leads = seen.tenure().validAt(seen.now());
        // A server that starts anew under its lease goes on where it was.
        Optional<PostgresView.Primary> mine =
                seen.server()
                        .filter(PostgresView.Primary.class::isInstance)
                        .map(PostgresView.Primary.class::cast);
        Optional<Given> now =
                last.map(g -> g.ending(!leads || isOver(seen, settings, mine, g), seen.now()));
        boolean up = mine.isPresent() || settings.standbyOf().isPresent();
        if (!leads || !up || now.filter(g -> !settled(seen, g)).isPresent()) {
            return now;
        }
        boolean busy =
                Leading.others(seen).stream()
                        .anyMatch(n -> seen.report(n).filter(PeerReport::leaving).isPresent());
        return busy ? now : next(seen, last).map(n -> new Given(n, seen.now())).or(() -> now);
    }

    /** Whoever still heard that it was its turn has said so by now, and was asked since. */
    private static boolean settled(Observation seen, Given given) {
        return given.over()
                .filter(
                        at ->
                                !seen.askingPeers()
                                        && seen.peersAsked()
                                                .filter(asked -> asked.reached(at.plus(HEARD)))
                                                .isPresent())
                .isPresent();
    }

    /** Round by name, so that one that makes nothing of its turn holds up nobody. */
    private static Optional<NodeName> next(Observation seen, Optional<Given> last) {
        List<NodeName> names = new ArrayList<>(Leading.others(seen));
        names.removeIf(n -> seen.report(n).filter(r -> r.news().restarts()).isEmpty());
        return names.stream()
                .filter(n -> last.filter(g -> n.compareTo(g.member()) <= 0).isEmpty())
                .findFirst()
                .or(() -> names.stream().findFirst());
    }

    private static boolean isOver(
            Observation seen,
            NodeSettings settings,
            Optional<PostgresView.Primary> mine,
            Given given) {
        Optional<PeerReport> report = seen.report(given.member());
        boolean up = mine.isPresent() || settings.standbyOf().isPresent();
        boolean back = up && report.filter(r -> isBack(seen, settings, mine, r)).isPresent();
        return seen.now().since(given.since()).compareTo(LONGEST) >= 0 || report.isEmpty() || back;
    }

    /** It streams again, and commits could wait for it again. */
    private static boolean isBack(
            Observation seen,
            NodeSettings settings,
            Optional<PostgresView.Primary> mine,
            PeerReport r) {
        boolean direct = r.news().upstream().equals(Optional.of(settings.self()));
        boolean there =
                !settings.replication().waits()
                        || !direct
                        || mine.isEmpty()
                        || SyncWatch.flushed(r.name(), mine.get()).isPresent();
        return !r.news().restarts()
                && !r.leaving()
                && (Cascade.tags(seen, r.name()).nostream() || (r.streaming() && there));
    }

    /**
     * The next step towards a restart.
     *
     * @param why what it is good for, as the end of a sentence
     */
    static Decision restart(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            String why,
            PostgresJob job) {
        TurnMemory turns = memory.turns();
        Moment wish = turns.wish().orElse(seen.now());
        boolean mineNow =
                seen.fresh(lease.holder())
                        .flatMap(r -> r.news().turn())
                        .filter(settings.self()::equals)
                        .isPresent();
        boolean late = seen.now().since(wish).compareTo(PATIENCE) >= 0;
        if (turns.leaving().isEmpty() && !mineNow && !late) {
            boolean ask = !seen.askingPeers() && !seen.askedWithin(ASKED);
            return Decision.of(
                    memory,
                    "waiting for my turn to restart PostgreSQL %s: one standby after the other"
                            .formatted(why),
                    ask ? new Action[] {new Action.AskPeers()} : new Action[0]);
        }
        Moment since = turns.leaving().orElse(seen.now());
        Memory leaving = memory.turns(turns.leaving(since));
        // What was read before its turn says nothing: only from then on nobody takes it in.
        boolean stale =
                !(seen.store() instanceof Reading.Seen<ClusterView>(_, var at))
                        || !at.reached(since);
        boolean waits =
                Restarting.isPatient(seen, since, settings)
                        && (stale || lease.sync().names().contains(settings.self()));
        return waits
                ? Decision.of(
                        leaving,
                        "restarting PostgreSQL %s: waiting until %s has taken me out of the sync set"
                                .formatted(why, lease.holder()))
                : Decision.of(
                        memory.turns(turns.leaving(since).restarted(seen.now())),
                        "restarting PostgreSQL " + why,
                        new Action.Run(job));
    }
}
