package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The agent was told to end: PostgreSQL stops in order, and a leader hands over first. */
final class Leaving {

    private static final Duration FRESH = Duration.ofMillis(1000);

    /** Beats: the leader asks its members every second one. */
    private static final int PATIENCE = 6;

    private Leaving() {}

    static Decision leading(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        if (memory.handOver().isPresent()) {
            return HandingOver.decide(seen, memory, settings, held, memory.handOver().get());
        }
        if (seen.job().isPresent()) {
            return Decision.goingOn(memory);
        }
        if (!(seen.server().orElse(null) instanceof PostgresView.Primary)) {
            return without(seen, memory, settings, held);
        }
        if (!seen.askedWithin(FRESH)) {
            Action[] ask =
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
            return Decision.of(memory, "leaving: looking for an heir", ask);
        }
        List<PeerReport> fit =
                seen.freshReports().stream().filter(r -> r.eligible() && r.streaming()).toList();
        Optional<NodeName> heir = CandidateRanking.best(fit).map(CandidateRanking.Candidate::name);
        if (heir.isEmpty()) {
            return without(seen, memory, settings, held);
        }
        return Decision.of(
                memory.handing(
                        Optional.of(
                                new Memory.HandOver(
                                        Optional.empty(), heir.get(), seen.now(), false))),
                "leaving: handing over to %s first".formatted(heir.get()),
                new Action.Run(new PostgresJob.Checkpoint()));
    }

    /** No heir: stop in order, then give the lease back, and only then exit. */
    private static Decision without(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Primary _,
                    PostgresView.Standby _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    stop(memory, "leaving: no member is fit to take over; stopping PostgreSQL");
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    Leading.release(seen, memory, settings, held, "leaving: giving the lease back");
        };
    }

    /** Without the lease; a former leader arrives here after its hand-over. */
    static Decision following(Observation seen, Memory memory, NodeSettings settings) {
        if (seen.job().isPresent()) {
            return Decision.goingOn(memory);
        }
        if (seen.writing()) {
            return Decision.goingOn(memory);
        }
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "leaving: stopping PostgreSQL at once, which has no lease",
                            new Action.StopAtOnce());
            case PostgresView.Standby mine -> standby(seen, memory, settings, mine);
            case PostgresView.Starting _, PostgresView.Silent _ ->
                    stop(memory, "leaving: stopping PostgreSQL");
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    new Decision(memory, List.of(), "leaving: PostgreSQL is down", true);
        };
    }

    /** Commits that wait for this standby would wait in vain: the leader lets it go first. */
    private static Decision standby(
            Observation seen, Memory memory, NodeSettings settings, PostgresView.Standby mine) {
        Moment since = memory.sync().leavingSince().orElse(seen.now());
        boolean waitedFor =
                seen.lease()
                        .filter(l -> !l.released() && !l.holder().equals(settings.self()))
                        .filter(l -> l.sync().names().contains(settings.self()))
                        .filter(l -> !Watching.expired(l, memory, seen.now()))
                        .isPresent();
        Duration patience = settings.timers().beat().multipliedBy(PATIENCE);
        if (!waitedFor || !mine.streaming() || seen.now().since(since).compareTo(patience) >= 0) {
            return stop(memory, "leaving: stopping PostgreSQL");
        }
        return Decision.of(
                memory.sync(memory.sync().leaving(since)),
                "leaving: waiting until %s has taken me out of the sync set"
                        .formatted(seen.lease().get().holder()));
    }

    private static Decision stop(Memory memory, String because) {
        return Decision.of(
                memory,
                because,
                new Action.Run(
                        new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, Duration.ofSeconds(60))));
    }
}
