package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.decision.Heirs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an operator's request would come to now, by the core's own choice, without doing it. The
 * member that answers counts as the others do.
 */
public final class Trial {

    private final ClusterView store;
    private final OperatorRequest.Kind kind;
    private final Optional<NodeName> to;
    private final Map<NodeName, PeerReport> said = new TreeMap<>();
    private final Map<NodeName, String> silent = new TreeMap<>();

    /**
     * @param own the answering member's own report
     * @param to the member that shall lead; the best one when empty
     */
    public Trial(
            Snapshot now,
            ClusterView store,
            PeerReport own,
            OperatorRequest.Kind kind,
            Optional<NodeName> to) {
        this.store = store;
        this.kind = kind;
        this.to = to;
        now.peers()
                .forEach(
                        (name, reading) -> {
                            switch (reading) {
                                case Reading.Seen<PeerReport>(var report, _) ->
                                        said.put(name, report);
                                case Reading.Missing<PeerReport>(var why) -> silent.put(name, why);
                            }
                        });
        said.put(own.name(), own);
        silent.remove(own.name());
    }

    private Optional<LeaseView> lease() {
        return store.lease();
    }

    private Optional<NodeName> leader() {
        return lease().filter(l -> !l.released()).map(LeaseView::holder);
    }

    /** The holder of the lease says that it leads: it is the one that answers a request. */
    private boolean leaderAnswers() {
        return leader().map(said::get)
                .filter(PeerReport::holdsLease)
                .filter(r -> r.primary() || isStandbyLeader(r.name()))
                .isPresent();
    }

    private boolean isStandbyLeader(NodeName name) {
        return member(name).map(Member::role).filter("standby_leader"::equals).isPresent();
    }

    private Optional<Member> member(NodeName name) {
        return Optional.ofNullable(store.members().get(name));
    }

    /**
     * Why the leader would refuse; empty when it would not, or when it is not the one to answer.
     */
    public Optional<String> refusal() {
        if (!leaderAnswers() || heir().isPresent()) {
            return Optional.empty();
        }
        if (to.isPresent()) {
            return Optional.of("candidate %s: %s".formatted(to.get(), why(to.get())));
        }
        return Optional.of("no good candidates have been found: " + String.join("; ", notChosen()));
    }

    private Optional<NodeName> heir() {
        List<PeerReport> others = new ArrayList<>(said.values());
        others.removeIf(r -> leader().equals(Optional.of(r.name())));
        return Heirs.best(others, kind, to);
    }

    /** One line for the decision, and one for each member that is not chosen. */
    public List<String> lines() {
        Optional<NodeName> leader = leader();
        if (leader.isEmpty()) {
            return taking("at once, because nobody holds the lease");
        }
        if (leaderAnswers()) {
            return handingOver(leader.get());
        }
        String state =
                Optional.ofNullable(silent.get(leader.get()))
                        .map(why -> "does not answer: " + why)
                        .orElse(
                                said.containsKey(leader.get())
                                        ? "takes no writes now: " + sentence(leader.get())
                                        : "has not been asked yet");
        if (kind == OperatorRequest.Kind.SWITCHOVER) {
            return List.of(
                    "nothing would change before %s leads again, which %s; failover names who shall lead instead"
                            .formatted(leader.get(), state));
        }
        return taking(
                "when the lease of %s ends, a ttl of %d s after its last renewal; it %s"
                        .formatted(leader.get(), lease().orElseThrow().ttl().toSeconds(), state));
    }

    private List<String> handingOver(NodeName leader) {
        List<String> lines = new ArrayList<>();
        lines.add(
                heir().map(
                                h ->
                                        "%s would hand over to %s: it is fit, and none is further"
                                                .formatted(leader, h))
                        .orElse(
                                "%s would refuse: nobody is streaming, fit to lead and answering"
                                        .formatted(leader)));
        lines.addAll(notChosen());
        return lines;
    }

    private List<String> notChosen() {
        Set<NodeName> all = new TreeSet<>(said.keySet());
        all.addAll(silent.keySet());
        leader().ifPresent(all::remove);
        heir().ifPresent(all::remove);
        return all.stream().map(name -> "not %s: %s".formatted(name, why(name))).toList();
    }

    private String why(NodeName name) {
        PeerReport report = said.get(name);
        if (report == null) {
            return "it does not answer: " + silent.getOrDefault(name, "it has not been asked yet");
        }
        return Heirs.obstacle(report, kind, to)
                .map(o -> report.mayLead(kind) ? o : unfit(report, o))
                .orElse("the other one is ahead, has the higher priority, or comes first by name");
    }

    /** It knows best, but says so only when it is asked to lead: what the lease tells of it. */
    private String unfit(PeerReport report, String obstacle) {
        Optional<String> known = lease().flatMap(lease -> Heirs.behind(report, lease));
        return "%s; it says: %s".formatted(known.orElse(obstacle), sentence(report.name()));
    }

    /** Nobody hands over: whoever is named takes the lease by itself. */
    private List<String> taking(String when) {
        NodeName candidate = to.orElseThrow();
        PeerReport report = said.get(candidate);
        if (report == null) {
            return List.of("%s would not lead: %s".formatted(candidate, why(candidate)));
        }
        Optional<String> obstacle =
                report.mayLead(kind)
                        ? lackingVotes(report)
                        : Optional.of("it says: " + sentence(candidate));
        return List.of(
                obstacle.map(o -> "%s would not lead: %s".formatted(candidate, o))
                        .orElse(
                                "%s would take the lease and promote %s%s"
                                        .formatted(candidate, when, lost(report))));
    }

    /** What it is known to lack; what the last leader wrote after that nobody can tell. */
    private String lost(PeerReport candidate) {
        long lacks =
                lease().filter(l -> !candidate.timeline().isAfter(l.timeline()))
                        .map(l -> l.lsn().minus(candidate.position()))
                        .orElse(0L);
        return lacks > 0 ? "; it lacks %d bytes of what that one had".formatted(lacks) : "";
    }

    /** Where commits waited for any few of many, so many must be at or behind it (S6). */
    private Optional<String> lackingVotes(PeerReport candidate) {
        if (lease().isEmpty() || kind == OperatorRequest.Kind.FORCED) {
            return Optional.empty();
        }
        LeaseView lease = lease().get();
        int needed = lease.sync().votes(lease.holder());
        Set<NodeName> voters = lease.sync().standbys(lease.holder());
        if (lease.sync().isEmpty() || needed <= 1 || lease.holder().equals(candidate.name())) {
            return Optional.empty();
        }
        long given = voters.stream().filter(n -> isBehind(n, candidate)).count();
        return given >= needed
                ? Optional.empty()
                : Optional.of(
                        "commits waited for some of %s, and %d of the %d members that it needs are at or behind its position"
                                .formatted(
                                        voters.stream()
                                                .map(NodeName::value)
                                                .collect(Collectors.joining(", ")),
                                        given,
                                        needed));
    }

    private boolean isBehind(NodeName voter, PeerReport candidate) {
        PeerReport report = said.get(voter);
        return voter.equals(candidate.name())
                || (report != null
                        && !report.timeline().isAfter(candidate.timeline())
                        && !report.position().isAfter(candidate.position()));
    }

    private String sentence(NodeName name) {
        return member(name).map(Member::sentence).orElse("nothing yet");
    }
}
