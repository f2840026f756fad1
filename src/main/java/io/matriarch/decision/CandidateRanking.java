package io.matriarch.decision;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Timeline;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The best one wins (S7): the newer timeline, the longer log, the priority, the lower name. */
public final class CandidateRanking {

    private CandidateRanking() {}

    /** What is compared. */
    public record Candidate(NodeName name, Timeline timeline, Lsn position, int priority) {

        public static Candidate of(PeerReport report) {
            return new Candidate(
                    report.name(), report.timeline(), report.position(), report.priority());
        }
    }

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparing(Candidate::timeline)
                    .thenComparing(Candidate::position)
                    .thenComparing(Candidate::priority)
                    .reversed()
                    .thenComparing(Candidate::name);

    /**
     * The one to yield to; empty when {@code mine} is the best. Nobody yields to the ineligible.
     */
    public static Optional<Candidate> better(Candidate mine, Collection<PeerReport> answers) {
        return best(answers).filter(other -> BEST_FIRST.compare(other, mine) < 0);
    }

    /** The best of those that may lead. */
    public static Optional<Candidate> best(Collection<PeerReport> answers) {
        return first(answers.stream().filter(PeerReport::eligible).toList());
    }

    /** The best of these, whether they may lead or not. */
    static Optional<Candidate> first(Collection<PeerReport> answers) {
        return answers.stream().map(Candidate::of).min(BEST_FIRST);
    }
}
