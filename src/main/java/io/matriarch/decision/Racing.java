package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The lease is free: released, or expired under this node's own eyes. */
final class Racing {

    private static final Duration FRESH = Duration.ofMillis(1000);
    private static final Duration VOTES = Duration.ofMillis(100);

    private Racing() {}

    static Decision decide(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        String free =
                "the lease of %s (epoch %d) is %s"
                        .formatted(
                                lease.holder(),
                                lease.epoch(),
                                lease.released() ? "released" : "expired");
        Optional<Decision> leaves = Votes.leavesFirst(seen, memory, lease, free);
        if (leaves.isPresent()) {
            return leaves.get();
        }
        Optional<Decision> others = Departing.lettingOthers(seen, memory, lease, free);
        if (others.isPresent()) {
            return others.get();
        }
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "stopping PostgreSQL at once: it takes writes, and " + free,
                            new Action.StopAtOnce());
            case PostgresView.Standby s -> race(seen, memory, settings, lease, s, free);
            case PostgresView.Down down -> down(seen, memory, settings, lease, down, free);
            case PostgresView.Absent _ -> empty(seen, memory, settings, lease, free);
            case PostgresView.Unusable(var why) -> Decision.of(memory, "no action: " + why);
            case PostgresView.Starting _, PostgresView.Silent _ ->
                    Decision.of(memory, "waiting for PostgreSQL: " + free);
        };
    }

    private static Decision race(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            PostgresView.Standby mine,
            String free) {
        Optional<String> obstacle = Eligibility.obstacle(seen, memory, settings);
        if (obstacle.isPresent()) {
            return Decision.of(memory, "not leading though " + free + ": " + obstacle.get());
        }
        if (!seen.askedWithin(FRESH)) {
            Action[] ask =
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
            return Decision.of(
                    memory, free + ": asking the other members for their positions", ask);
        }
        List<PeerReport> answers = seen.freshReports();
        Optional<Decision> ended = ended(seen, memory, settings, lease, answers);
        if (ended.isPresent()) {
            return ended.get();
        }
        Optional<String> votes = Votes.lacking(seen, memory, settings, lease, mine);
        if (votes.isPresent()) {
            boolean ask = !seen.askingPeers() && !seen.askedWithin(VOTES);
            return Decision.of(
                    memory,
                    "not leading though " + free + ": " + votes.get(),
                    ask ? new Action[] {new Action.AskPeers()} : new Action[0]);
        }
        CandidateRanking.Candidate me =
                new CandidateRanking.Candidate(
                        settings.self(),
                        mine.timeline(),
                        mine.position(),
                        seen.me().tags().priority());
        Optional<NodeName> better = CandidateRanking.better(me, answers).map(c -> c.name());
        boolean patient =
                memory.yieldingSince()
                        .map(t -> seen.now().since(t).compareTo(patience(seen, lease)) < 0)
                        .orElse(true);
        if (better.isPresent() && patient && !Eligibility.named(seen, settings)) {
            return Decision.of(
                    memory.yielding(memory.yieldingSince().or(() -> Optional.of(seen.now()))),
                    "yielding to %s, which is ahead or comes first: %s"
                            .formatted(better.get(), free));
        }
        return take(
                seen,
                // A machine about to go has waited for others, and would have to wait once more.
                Departing.heeded(seen).isPresent() ? memory : memory.yielding(Optional.empty()),
                settings,
                lease,
                "taking the lease: %s, and of %d answering members none is better"
                        .formatted(free, answers.size()));
    }

    /** One whose machine is about to go has let the others go first for a ttl already. */
    private static Duration patience(Observation seen, LeaseView lease) {
        return Departing.heeded(seen).isPresent() ? lease.ttl().multipliedBy(2) : lease.ttl();
    }

    /** A primary with a lease ends the race (S7), and so does a member whom an operator named. */
    private static Optional<Decision> ended(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            List<PeerReport> answers) {
        for (PeerReport answer : answers) {
            if (answer.primary() && answer.holdsLease()) {
                return Optional.of(
                        Decision.of(
                                memory,
                                "not racing: %s leads and holds epoch %d"
                                        .formatted(answer.name(), answer.epoch())));
            }
        }
        Optional<NodeName> named =
                Eligibility.failover(seen)
                        .flatMap(OperatorRequest::to)
                        .filter(to -> !to.equals(settings.self()));
        boolean patient =
                memory.yieldingSince()
                        .map(t -> seen.now().since(t).compareTo(lease.ttl()) < 0)
                        .orElse(true);
        return named.filter(to -> patient && seen.fresh(to).isPresent())
                .map(
                        to ->
                                Decision.of(
                                        memory.yielding(
                                                memory.yieldingSince()
                                                        .or(() -> Optional.of(seen.now()))),
                                        "yielding to %s, whom an operator named".formatted(to)));
    }

    /** The last leader itself needs no race: nobody can have more than it has. */
    private static Decision down(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            PostgresView.Down down,
            String free) {
        if (seen.job().isPresent()) {
            return Decision.goingOn(memory);
        }
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        boolean foreign = lease.systemId().isKnown() && !lease.systemId().equals(down.systemId());
        if (foreign) {
            return Decision.of(memory, Following.foreign(down.systemId(), lease.systemId()));
        }
        boolean lastLeader =
                lease.holder().equals(settings.self())
                        && seen.me().tags().mayLead()
                        && !down.standby()
                        && !down.control().wasStandby()
                        && !lease.timeline().isAfter(down.timeline())
                        && !memory.standsBy(seen.now())
                        && !Health.hangsAgain(memory, seen.now());
        boolean tired = Health.tired(memory);
        if (lastLeader && tired && !seen.askedWithin(FRESH)) {
            return Decision.of(
                    memory,
                    free + ": asking the other members whether one of them can lead",
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()});
        }
        if (lastLeader && (!tired || Eligibility.nobodyElse(seen, lease))) {
            return take(
                    seen, memory, settings, lease, "leading again: " + free + ", and I led last");
        }
        return Decision.of(
                memory,
                "starting PostgreSQL read-only to join the race: " + free,
                new Action.Run(new PostgresJob.StartStandby(Optional.empty())));
    }

    /** Without data nobody leads a cluster that has some. */
    private static Decision empty(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease, String free) {
        if (seen.job().isPresent()) {
            return Decision.goingOn(memory);
        }
        if (lease.systemId().isKnown()) {
            return withoutData(seen, memory, settings, lease, free);
        }
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        return take(
                seen,
                memory,
                settings,
                lease,
                "taking the lease, then %s: the first try failed"
                        .formatted(settings.restore() ? "restoring" : "initdb"));
    }

    /** The archive needs no leader. */
    private static Decision withoutData(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease, String free) {
        String waiting = "waiting for a leader to clone from: " + free + ", and I have no data";
        if (!Eligibility.mayRestore(lease, seen, settings)) {
            return Decision.of(memory, waiting);
        }
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, waiting + "; " + memory.trouble().last());
        }
        return Decision.of(
                memory,
                "restoring from the archive, read-only: " + free + ", and I have no data",
                new Action.Run(new PostgresJob.Restore(Optional.empty())));
    }

    private static Decision take(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            String because) {
        if (Unguarded.is(seen)) {
            return Decision.of(memory, "not leading: " + Unguarded.WHY);
        }
        if (!seen.me().tags().mayLead()) {
            return Decision.of(memory, "not leading: I am tagged nofailover");
        }
        return seen.writing()
                ? Decision.of(memory, because)
                : Decision.of(
                        memory,
                        because,
                        new Action.Take(
                                new LeaseDraft(seen, settings).taking(lease), Optional.of(lease)));
    }
}
