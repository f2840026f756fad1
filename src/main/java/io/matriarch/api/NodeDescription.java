package io.matriarch.api;

import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.About;
import io.matriarch.api.dto.Archive;
import io.matriarch.api.dto.FollowerDocument;
import io.matriarch.api.dto.NodeDocument;
import io.matriarch.api.dto.OrderDocument;
import io.matriarch.api.dto.PendingRestartReason;
import io.matriarch.api.dto.ScheduledRestart;
import io.matriarch.api.dto.SyncRole;
import io.matriarch.api.dto.Xlog;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Release;
import io.matriarch.cluster.SystemId;
import java.util.List;
import java.util.Optional;

/** This node as {@code /patroni} shows it. */
final class NodeDescription {

    private NodeDescription() {}

    static NodeDocument of(Snapshot s) {
        Optional<PostgresView> view = s.postgres().seen();
        Optional<LeaseView> lease = s.store().flatMap(ClusterView::lease);
        SyncRole sync = SyncRole.of(s.self(), lease);
        return new NodeDocument(
                state(s),
                view.flatMap(NodeDescription::startedAt),
                view.map(v -> role(v, s.me())).orElse("uninitialized"),
                view.flatMap(NodeDescription::version),
                view.flatMap(NodeDescription::xlog),
                view.map(v -> v.timeline().number()).filter(n -> n > 0),
                view.map(NodeDescription::followers).orElse(List.of()),
                view.flatMap(NodeDescription::replicationState),
                flag(sync == SyncRole.SYNC),
                flag(sync == SyncRole.QUORUM),
                flag(lease.filter(l -> !l.released()).isEmpty()),
                flag(s.failsafe()),
                Optional.of(s.storeSeenMillis() / 1000).filter(seconds -> seconds > 0),
                s.me().tags().shown(),
                flag(s.me().pendingRestart()),
                systemId(view, lease).filter(SystemId::isKnown).map(SystemId::value),
                new About(Release.VERSION, s.cluster(), s.self().value()),
                s.because(),
                s.job(),
                s.archive().map(a -> new Archive(a.stored(), a.failed(), a.waiting(), a.trouble())),
                flag(s.store().flatMap(ClusterView::pause).isPresent()),
                s.store().map(v -> v.plans().restarts().get(s.self())).map(ScheduledRestart::of),
                PendingRestartReason.of(s.me().pending()),
                Optional.of(s.me().zone()).filter(zone -> !zone.isEmpty()),
                OrderDocument.of(s.orders()));
    }

    static String state(Snapshot s) {
        return switch (s.postgres()) {
            case Reading.Missing<PostgresView> _ -> "unknown";
            case Reading.Seen<PostgresView>(var view, _) ->
                    switch (view) {
                        case PostgresView.Primary _, PostgresView.Standby _ -> "running";
                        case PostgresView.Silent _ -> "unknown";
                        case PostgresView.Starting _ -> "starting";
                        case PostgresView.Absent _, PostgresView.Unusable _, PostgresView.Down _ ->
                                s.me().state();
                    };
        };
    }

    private static Optional<SystemId> systemId(
            Optional<PostgresView> view, Optional<LeaseView> lease) {
        return view.map(PostgresView::systemId)
                .filter(SystemId::isKnown)
                .or(() -> lease.map(LeaseView::systemId));
    }

    private static String role(PostgresView view, Member me) {
        String standby = me.role().equals("standby_leader") ? me.role() : "replica";
        return switch (view) {
            case PostgresView.Primary _ -> "primary";
            case PostgresView.Standby _ -> standby;
            case PostgresView.Starting v -> v.standby() ? standby : "primary";
            case PostgresView.Silent v -> v.standby() ? standby : "primary";
            case PostgresView.Down v -> v.standby() ? standby : "demoted";
            case PostgresView.Absent _, PostgresView.Unusable _ -> "uninitialized";
        };
    }

    private static Optional<String> startedAt(PostgresView view) {
        return switch (view) {
            case PostgresView.Primary p -> Optional.of(p.startedAt());
            case PostgresView.Standby s -> Optional.of(s.startedAt());
            case PostgresView.Absent _,
                    PostgresView.Unusable _,
                    PostgresView.Down _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    Optional.empty();
        };
    }

    static Optional<Integer> version(PostgresView view) {
        return switch (view) {
            case PostgresView.Primary p -> Optional.of(p.version());
            case PostgresView.Standby s -> Optional.of(s.version());
            case PostgresView.Absent _,
                    PostgresView.Unusable _,
                    PostgresView.Down _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    Optional.empty();
        };
    }

    private static Optional<Xlog> xlog(PostgresView view) {
        return switch (view) {
            case PostgresView.Primary p ->
                    Optional.of(
                            new Xlog(
                                    Optional.of(p.position().bytes()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()));
            case PostgresView.Standby s ->
                    Optional.of(
                            new Xlog(
                                    Optional.empty(),
                                    Optional.of(s.received().bytes()),
                                    Optional.of(s.replayed().bytes()),
                                    s.replayedAt(),
                                    Optional.of(s.replayPaused())));
            case PostgresView.Absent _,
                    PostgresView.Unusable _,
                    PostgresView.Down _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    Optional.empty();
        };
    }

    private static List<FollowerDocument> followers(PostgresView view) {
        return view.followers().stream().map(FollowerDocument::of).toList();
    }

    private static Optional<String> replicationState(PostgresView view) {
        return view instanceof PostgresView.Standby s
                ? Optional.of(HealthVerdict.replicationState(s))
                : Optional.empty();
    }

    /** Patroni leaves out what is not so. */
    private static Optional<Boolean> flag(boolean on) {
        return on ? Optional.of(true) : Optional.empty();
    }
}
