package io.matriarch.decision;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A node that nothing repairs is replaced by its group: it says in its entry that it is broken, the
 * leader names one such member in the lease, and only the member that is named tells the group. The
 * lease is one item with one writer, which names nobody else before that entry is gone or says that
 * the member is well: so no two of them are unhealthy at once.
 */
public final class Replacing {

    private Replacing() {}

    /** Well again is a leader, or a standby that streams; nothing less ends the count. */
    static Memory update(Observation seen, Memory memory) {
        boolean well =
                seen.tenure() instanceof Tenure.Held
                        || (seen.server().orElse(null) instanceof PostgresView.Standby s
                                && s.streaming());
        if (well) {
            return memory.fate(memory.fate().broken(Optional.empty()));
        }
        Optional<Fate.Broken> before = memory.fate().broken();
        return memory.fate(
                memory.fate()
                        .broken(
                                trouble(seen, memory)
                                        .map(
                                                why ->
                                                        new Fate.Broken(
                                                                before.map(Fate.Broken::since)
                                                                        .orElse(seen.now()),
                                                                why))
                                        .or(() -> before)));
    }

    private static Optional<String> trouble(Observation seen, Memory memory) {
        if (seen.server().orElse(null) instanceof PostgresView.Unusable(var why)) {
            return Optional.of(why);
        }
        return Health.tired(memory) ? Optional.of(memory.trouble().last()) : Optional.empty();
    }

    /**
     * What this node's entry says; empty when it need not be replaced. Once the group was told, or
     * may have been by an earlier run, that is not taken back: another one would be named.
     */
    public static String announced(Observation seen, Memory memory, NodeSettings settings) {
        GroupView group = seen.group();
        boolean named = seen.lease().flatMap(LeaseView::replacing).filter(isMe(seen)).isPresent();
        boolean told = group.reported() || group.standing() == GroupView.Standing.UNHEALTHY;
        if (told || (named && group.standing() == GroupView.Standing.UNKNOWN)) {
            return "to be replaced" + memory.fate().broken().map(b -> ": " + b.why()).orElse("");
        }
        return group.standing() == GroupView.Standing.HEALTHY
                ? worn(seen, memory, settings).map(Fate.Broken::why).orElse("")
                : "";
    }

    private static Predicate<NodeName> isMe(Observation seen) {
        return seen.me().name()::equals;
    }

    /** Broken for long enough, and nothing is being tried at this moment. */
    static Optional<Fate.Broken> worn(Observation seen, Memory memory, NodeSettings settings) {
        return memory.fate()
                .broken()
                .filter(b -> seen.now().since(b.since()).compareTo(settings.replaceAfter()) >= 0)
                .filter(_ -> seen.job().isEmpty() && trouble(seen, memory).isPresent());
    }

    /**
     * Told to the group only by the member that the lease names, and only while others are well.
     */
    static Optional<Action> word(Observation seen, Memory memory, NodeSettings settings) {
        Optional<LeaseView> lease =
                seen.store() instanceof Reading.Seen<?> ? seen.lease() : Optional.empty();
        boolean mine =
                lease.filter(l -> l.replacing().filter(isMe(seen)).isPresent())
                        .filter(l -> !l.released() && !Watching.expired(l, memory, seen.now()))
                        .filter(l -> !l.holder().equals(seen.me().name()))
                        .filter(l -> leads(seen, l) && heir(seen.freshReports().stream()))
                        .filter(l -> !l.sync().names().contains(seen.me().name()))
                        .isPresent();
        boolean due =
                mine
                        && !seen.paused()
                        && seen.group().standing() == GroupView.Standing.HEALTHY
                        && seen.notice().isEmpty()
                        && !(seen.tenure() instanceof Tenure.Held)
                        && worn(seen, memory, settings).isPresent();
        return due ? Optional.of(new Action.TellGroup(GroupWord.UNHEALTHY)) : Optional.empty();
    }

    /**
     * The leader takes writes, and another member streams from it and may lead: then the trouble is
     * the broken one's own, and nothing that the cluster needs goes with its disk (S9).
     */
    private static boolean heir(Stream<PeerReport> reports) {
        return reports.anyMatch(r -> r.eligible() && r.streaming() && !r.departing());
    }

    private static boolean leads(Observation seen, LeaseView lease) {
        return seen.fresh(lease.holder()).filter(r -> r.primary() && r.holdsLease()).isPresent();
    }

    /** Whom the leader's next renewal names: one at a time, until its machine is gone. */
    static Optional<NodeName> named(Observation seen, LeaseView last) {
        if (!(seen.store() instanceof Reading.Seen<?>)) {
            return last.replacing();
        }
        if (last.replacing().isPresent()) {
            return last.replacing()
                    .filter(name -> member(seen, name).filter(Member::isBroken).isPresent());
        }
        boolean enough =
                !seen.paused()
                        && seen.server().orElse(null) instanceof PostgresView.Primary
                        && heir(reports(seen))
                        && members(seen).noneMatch(Member::isLeaving);
        return !enough
                ? Optional.empty()
                : members(seen)
                        .filter(Member::isBroken)
                        .map(Member::name)
                        .filter(name -> !name.equals(seen.me().name()))
                        .filter(name -> useless(seen, name))
                        .filter(name -> !last.sync().names().contains(name))
                        .min(Comparator.naturalOrder());
    }

    /** Its entry may be older than its recovery. */
    private static boolean useless(Observation seen, NodeName name) {
        Optional<PeerReport> report = seen.report(name);
        return report.isPresent() && !report.get().primary() && !report.get().streaming();
    }

    private static Stream<PeerReport> reports(Observation seen) {
        return seen.peers().keySet().stream().flatMap(name -> seen.report(name).stream());
    }

    private static Optional<Member> member(Observation seen, NodeName name) {
        return members(seen).filter(m -> m.name().equals(name)).findFirst();
    }

    private static Stream<Member> members(Observation seen) {
        return seen.store().seen().stream().flatMap(view -> view.members().values().stream());
    }
}
