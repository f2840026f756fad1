package io.matriarch.decision;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.Optional;

/** There is no lease item: a new cluster, or a table that somebody emptied (S12). */
final class Founding {

    private Founding() {}

    static Decision decide(Observation seen, Memory memory, NodeSettings settings) {
        Duration beats = settings.timers().beat().multipliedBy(2);
        boolean sure =
                memory.absentSince()
                        .map(since -> seen.now().since(since).compareTo(beats) >= 0)
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
                            "waiting two beats: the cluster has no lease yet, and a leader that"
                                    + " lost its item would write it again");
            case PostgresView.Absent _ -> initialize(seen, memory, settings);
            case PostgresView.Down(ControlData control, boolean standby)
                    when !standby && !control.wasStandby() ->
                    sure
                            ? take(
                                    seen,
                                    memory,
                                    settings,
                                    "adopting this primary's data directory: the cluster has no"
                                            + " lease yet")
                            : Decision.of(memory, "waiting two beats: the cluster has no lease");
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

    /** An empty directory stands back for anybody who has data. */
    private static Decision initialize(Observation seen, Memory memory, NodeSettings settings) {
        if (!seen.askedWithin(settings.timers().beat())) {
            Action[] ask =
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
            boolean told =
                    seen.peers().keySet().stream()
                            .flatMap(name -> seen.report(name).stream())
                            .anyMatch(r -> r.timeline().isAfter(Timeline.NONE));
            return told
                    ? Decision.goingOn(memory, ask)
                    : Decision.of(memory, "asking the other members for data before initdb", ask);
        }
        Optional<PeerReport> withData =
                seen.freshReports().stream()
                        .filter(r -> r.timeline().isAfter(Timeline.NONE))
                        .findFirst();
        return withData.map(
                        r ->
                                Decision.of(
                                        memory,
                                        "waiting for %s, which has data: an empty directory never leads it"
                                                .formatted(r.name())))
                .orElseGet(
                        () -> take(seen, memory, settings, "taking the first lease, then initdb"));
    }

    private static Decision take(
            Observation seen, Memory memory, NodeSettings settings, String because) {
        if (Unguarded.is(seen)) {
            return Decision.of(memory, "not leading: " + Unguarded.WHY);
        }
        return seen.writing()
                ? Decision.of(memory, because)
                : Decision.of(
                        memory,
                        because,
                        new Action.Take(new LeaseDraft(seen, settings).first(), Optional.empty()));
    }
}
