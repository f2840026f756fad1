package io.matriarch.decision;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import java.util.Optional;

/** There is no lease item: a new cluster, or a table that somebody emptied (S12). */
final class Founding {

    private Founding() {}

    static Decision decide(Observation seen, Memory memory, NodeSettings settings) {
        // A leader whose item was deleted writes it again, or has stopped by the end of its ttl.
        boolean sure =
                memory.absentSince()
                        .map(
                                since ->
                                        seen.now().since(since).compareTo(settings.timers().ttl())
                                                >= 0)
                        .orElse(false);
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "stopping PostgreSQL at once: it takes writes, and there is no lease",
                            new Action.StopAtOnce());
            case PostgresView.Absent _ when memory.dataSeen() ->
                    Decision.of(
                            memory,
                            "no action: the store has lost this cluster's lease, and an empty"
                                    + " directory never founds it anew; start the last leader"
                                    + " first");
            case PostgresView.Absent _ when !sure ->
                    Decision.of(
                            memory,
                            "waiting a ttl: the cluster has no lease yet, and a leader that"
                                    + " lost its item would write it again");
            case PostgresView.Absent _ -> initialize(seen, memory, settings);
            case PostgresView.Down(ControlData control, boolean standby)
                    when !standby && !control.wasStandby() ->
                    sure
                            ? adopt(seen, memory, settings, control)
                            : Decision.of(memory, "waiting a ttl: the cluster has no lease");
            case PostgresView.Down _, PostgresView.Standby _ ->
                    Decision.of(
                            memory,
                            "no action: the store has lost this cluster's lease, and a replica"
                                    + " never writes it again; start the last leader first");
            case PostgresView.Unusable(var why) -> Decision.of(memory, "no action: " + why);
            case PostgresView.Starting _, PostgresView.Silent _ ->
                    Decision.of(memory, "waiting for PostgreSQL; the cluster has no lease");
        };
    }

    /** A primary that led before others did stands back for them. */
    private static Decision adopt(
            Observation seen, Memory memory, NodeSettings settings, ControlData control) {
        if (!seen.askedWithin(settings.timers().beat())) {
            boolean told =
                    seen.peers().keySet().stream()
                            .flatMap(name -> seen.report(name).stream())
                            .anyMatch(r -> newer(r, control));
            return told
                    ? Decision.goingOn(memory, asking(seen))
                    : Decision.of(
                            memory,
                            "asking the other members whether they have newer data",
                            asking(seen));
        }
        Optional<NodeName> newer =
                seen.freshReports().stream()
                        .filter(r -> newer(r, control))
                        .map(PeerReport::name)
                        .findFirst()
                        .or(() -> silentAndNewer(seen, control.timeline()));
        return newer.map(
                        name ->
                                Decision.of(
                                        memory,
                                        ("no action: the store has lost this cluster's lease, and %s has"
                                                        + " newer data than I have; start the last"
                                                        + " leader first")
                                                .formatted(name)))
                .orElseGet(
                        () ->
                                take(
                                        seen,
                                        memory,
                                        settings,
                                        "adopting this primary's data directory: the cluster has no"
                                                + " lease yet"));
    }

    private static boolean newer(PeerReport other, ControlData mine) {
        // Positions say nothing here: what a crashed primary has shows only when it starts.
        return other.primary() || other.holdsLease() || other.timeline().isAfter(mine.timeline());
    }

    /** A member whose entry is all that there is of it: enough to stand back, not to lead. */
    private static Optional<NodeName> silentAndNewer(Observation seen, Timeline mine) {
        return seen.store().seen().stream()
                .flatMap(v -> v.members().values().stream())
                .filter(m -> !m.name().equals(seen.me().name()))
                .filter(m -> seen.fresh(m.name()).isEmpty())
                .filter(m -> m.timeline().isAfter(mine))
                .map(Member::name)
                .sorted()
                .findFirst();
    }

    private static Action[] asking(Observation seen) {
        return seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
    }

    /** An empty directory stands back for anybody who has data. */
    private static Decision initialize(Observation seen, Memory memory, NodeSettings settings) {
        if (!seen.askedWithin(settings.timers().beat())) {
            Action[] ask = asking(seen);
            boolean told =
                    seen.peers().keySet().stream()
                            .flatMap(name -> seen.report(name).stream())
                            .anyMatch(r -> r.timeline().isAfter(Timeline.NONE));
            return told
                    ? Decision.goingOn(memory, ask)
                    : Decision.of(memory, "asking the other members for data before initdb", ask);
        }
        Optional<NodeName> withData =
                seen.freshReports().stream()
                        .filter(r -> r.timeline().isAfter(Timeline.NONE))
                        .map(PeerReport::name)
                        .findFirst()
                        .or(() -> silentAndNewer(seen, Timeline.NONE));
        return withData.map(
                        name ->
                                Decision.of(
                                        memory,
                                        "waiting for %s, which has data: an empty directory never leads it"
                                                .formatted(name)))
                .orElseGet(
                        () ->
                                take(
                                        seen,
                                        memory,
                                        settings,
                                        "taking the first lease, then " + begins(settings)));
    }

    private static String begins(NodeSettings settings) {
        if (settings.standbyOf().isPresent()) {
            return "a copy of the cluster at " + settings.standbyOf().get();
        }
        return settings.restore() ? "restoring" : "initdb";
    }

    private static Decision take(
            Observation seen, Memory memory, NodeSettings settings, String because) {
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
                        new Action.Take(new LeaseDraft(seen, settings).first(), Optional.empty()));
    }
}
