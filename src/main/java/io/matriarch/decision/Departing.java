package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** This node's machine is about to go, as its host says: others lead before it does. */
public final class Departing {

    /** Maintenance is announced days before. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    /** A standby that commits wait for stays until so shortly before the end. */
    private static final Duration LAST = Duration.ofSeconds(15);

    /** The group is asked to wait for no longer than this after the first end of its patience. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final Duration FRESH = Duration.ofMillis(1000);

    private Departing() {}

    /** The notice that this node acts on by now. */
    public static Optional<Notice> heeded(Optional<Notice> notice, Moment now) {
        return notice.filter(
                n ->
                        switch (n.kind()) {
                            case MAINTENANCE -> now.reached(n.at().minus(AHEAD));
                            case TERMINATING, SPOT, PUT_ASIDE, REBALANCE -> true;
                        });
    }

    static Optional<Notice> heeded(Observation seen) {
        return heeded(seen.notice(), seen.now());
    }

    private static Optional<Notice> certain(Observation seen) {
        return heeded(seen).filter(Notice::certain);
    }

    private static String why(Notice notice) {
        return "this machine is about to go (%s)".formatted(notice.said());
    }

    /** The leader hands over by an ordinary switchover, and leads on for as long as it cannot. */
    static Optional<Decision> leading(Observation seen, Memory memory) {
        return heeded(seen)
                .filter(_ -> !seen.paused())
                .map(notice -> leading(seen, memory, notice));
    }

    private static Decision leading(Observation seen, Memory memory, Notice notice) {
        if (memory.fate().resting(seen.now())) {
            return Decision.of(
                    memory,
                    "leading on, though %s: the last hand-over failed, and the next one follows"
                            .formatted(why(notice)));
        }
        if (!seen.askedWithin(FRESH)) {
            return seen.askingPeers()
                    ? Decision.goingOn(memory)
                    : Decision.goingOn(memory, new Action.AskPeers());
        }
        List<PeerReport> fit =
                seen.freshReports().stream()
                        .filter(r -> r.eligible() && r.streaming() && !r.departing())
                        .toList();
        Optional<NodeName> heir = CandidateRanking.best(fit).map(CandidateRanking.Candidate::name);
        return heir.map(
                        name ->
                                Decision.of(
                                        memory.handing(
                                                Optional.of(
                                                        new Memory.HandOver(
                                                                Optional.empty(),
                                                                name,
                                                                seen.now(),
                                                                false))),
                                        "handing over to %s, because %s: a checkpoint first"
                                                .formatted(name, why(notice)),
                                        new Action.Run(new PostgresJob.Checkpoint())))
                .orElseGet(
                        () ->
                                Decision.of(
                                        memory,
                                        "leading on, though %s: no member that stays is streaming and fit to take over"
                                                .formatted(why(notice))));
    }

    /** A member whose machine surely goes ends its PostgreSQL in order while another one leads. */
    static Optional<Decision> following(Observation seen, Memory memory, LeaseView lease) {
        return certain(seen)
                .filter(_ -> !seen.paused())
                .map(notice -> following(seen, memory, lease, notice));
    }

    private static Decision following(
            Observation seen, Memory memory, LeaseView lease, Notice notice) {
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Standby mine when waitedFor(seen, lease, mine, notice) ->
                    Decision.of(
                            memory,
                            "leaving, because %s: waiting until %s has taken me out of the sync set"
                                    .formatted(why(notice), lease.holder()));
            case PostgresView.Standby _,
                    PostgresView.Starting _,
                    PostgresView.Silent _,
                    PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "leaving, because %s: stopping PostgreSQL".formatted(why(notice)),
                            new Action.Run(
                                    new PostgresJob.Stop(
                                            PostgresJob.Stop.Mode.FAST, Duration.ofSeconds(60))));
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    Decision.of(
                            memory, "no action: %s, and PostgreSQL is down".formatted(why(notice)));
        };
    }

    /** For the sentence of a replica that runs on. */
    static String aside(Observation seen) {
        return heeded(seen)
                .map(n -> "; %s, so that I lead only when nobody else can".formatted(why(n)))
                .orElse("");
    }

    /** A copy that may take hours is of no use to a machine that goes. */
    static Optional<Decision> givingUp(Observation seen, Memory memory) {
        boolean copies =
                seen.job()
                        .map(RunningJob::job)
                        .map(
                                j ->
                                        j instanceof PostgresJob.Clone
                                                || j instanceof PostgresJob.Restore)
                        .orElse(false);
        return certain(seen)
                .filter(_ -> copies)
                .map(
                        notice ->
                                Decision.of(
                                        memory,
                                        "giving up the copy, because %s".formatted(why(notice)),
                                        new Action.StopAtOnce()));
    }

    /** Commits that wait for this standby would wait in vain: the leader lets it go first. */
    private static boolean waitedFor(
            Observation seen, LeaseView lease, PostgresView.Standby mine, Notice notice) {
        return lease.sync().names().contains(seen.me().name())
                && mine.streaming()
                && seen.now().isBefore(notice.at().minus(LAST));
    }

    /**
     * The lease is free: whoever stays takes it. When nobody has within a ttl, this node leads all
     * the same, for as long as it is there.
     */
    static Optional<Decision> lettingOthers(
            Observation seen, Memory memory, LeaseView lease, String free) {
        Optional<Notice> notice = heeded(seen);
        boolean races =
                seen.server()
                        .filter(
                                s ->
                                        s instanceof PostgresView.Standby
                                                || s instanceof PostgresView.Down
                                                || s instanceof PostgresView.Absent)
                        .isPresent();
        if (notice.isEmpty() || !races || lastResort(seen, memory, lease)) {
            return Optional.empty();
        }
        return Optional.of(
                Decision.of(
                        memory.yielding(memory.yieldingSince().or(() -> Optional.of(seen.now()))),
                        "letting the others lead, because %s: %s"
                                .formatted(why(notice.get()), free)));
    }

    /** Nobody who stays has taken the lease though it has long been free. */
    private static boolean lastResort(Observation seen, Memory memory, LeaseView lease) {
        return memory.yieldingSince()
                .filter(since -> seen.now().since(since).compareTo(lease.ttl()) >= 0)
                .isPresent();
    }

    /** As the end of a sentence: what keeps this node from leading. */
    static Optional<String> obstacle(Observation seen, Memory memory) {
        boolean last = seen.lease().filter(l -> lastResort(seen, memory, l)).isPresent();
        return last ? Optional.empty() : heeded(seen).map(Departing::why);
    }

    /** What the group that waits for this machine should hear now. */
    static Optional<Action> word(Observation seen, Memory memory) {
        Optional<Notice> notice = seen.notice().filter(n -> n.kind() == Notice.Kind.TERMINATING);
        if (notice.isEmpty() || seen.group().letGo()) {
            return Optional.empty();
        }
        if (ended(seen) || lastOfAll(seen)) {
            return Optional.of(new Action.TellGroup(GroupWord.MAY_GO));
        }
        return seen.now().isBefore(notice.get().at().plus(LONGEST))
                ? Optional.of(new Action.TellGroup(GroupWord.BUSY))
                : Optional.empty();
    }

    /** No lease, no server, and nothing under way that would start one. */
    private static boolean ended(Observation seen) {
        boolean down =
                seen.server()
                        .filter(
                                s ->
                                        s instanceof PostgresView.Down
                                                || s instanceof PostgresView.Absent
                                                || s instanceof PostgresView.Unusable)
                        .isPresent();
        // A write without an answer may have made this node the holder: only the store can say.
        boolean free =
                !(seen.tenure() instanceof Tenure.Held)
                        && !seen.writing()
                        && seen.store() instanceof Reading.Seen<?>
                        && seen.lease()
                                .filter(l -> seen.me().holds(l) || seen.me().mayAdopt(l))
                                .isEmpty();
        return seen.job().isEmpty() && down && free;
    }

    /**
     * All the others go, too, as each has just said: nobody will ever take over, so that this
     * leader need not be waited for. It ends in order when its machine is shut down.
     */
    private static boolean lastOfAll(Observation seen) {
        Optional<ClusterView> view = seen.store().seen();
        if (!(seen.tenure() instanceof Tenure.Held held)
                || !held.validAt(seen.now())
                || view.isEmpty()) {
            return false;
        }
        // A table that has lost entries does not hide those whom the lease counts on.
        Set<NodeName> others = new TreeSet<>(held.lease().failsafe());
        others.addAll(view.get().members().keySet());
        others.remove(seen.me().name());
        return others.stream()
                .allMatch(name -> seen.report(name).filter(PeerReport::leaving).isPresent());
    }
}
