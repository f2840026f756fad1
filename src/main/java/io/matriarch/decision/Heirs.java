package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** To whom a leader may hand over in order. */
public final class Heirs {

    private Heirs() {}

    /** What keeps this member from being an heir; empty when nothing does. */
    public static Optional<String> obstacle(
            PeerReport report, OperatorRequest.Kind kind, Optional<NodeName> asked) {
        if (asked.filter(n -> !n.equals(report.name())).isPresent()) {
            return Optional.of("another one is asked for");
        }
        if (!report.mayLead(kind)) {
            return Optional.of("it may not lead");
        }
        return report.streaming() ? Optional.empty() : Optional.of("it is not streaming");
    }

    /** What the lease says against this member. */
    public static Optional<String> behind(PeerReport report, LeaseView lease) {
        if (lease.timeline().isAfter(report.timeline())) {
            return Optional.of(
                    "it is on timeline %s still, and the cluster on %s"
                            .formatted(report.timeline(), lease.timeline()));
        }
        if (!lease.failsafe().contains(report.name())) {
            return Optional.of(
                    "the leader does not count on it yet (it is not in the failsafe list)");
        }
        boolean outside = !lease.sync().isEmpty() && !lease.sync().names().contains(report.name());
        return outside ? Optional.of("it is not in the sync set") : Optional.empty();
    }

    /** The best of those that nothing keeps from it. */
    public static Optional<NodeName> best(
            Collection<PeerReport> reports, OperatorRequest.Kind kind, Optional<NodeName> asked) {
        List<PeerReport> fit =
                reports.stream().filter(r -> obstacle(r, kind, asked).isEmpty()).toList();
        return CandidateRanking.first(fit).map(CandidateRanking.Candidate::name);
    }
}
