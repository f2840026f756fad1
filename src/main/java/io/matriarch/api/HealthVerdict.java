package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.LeaderPosition;
import io.matriarch.api.dto.SyncRole;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PostgresView;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers health checks from what the agent holds in memory: never slow, never a guess. */
final class HealthVerdict {
    private final Agent agent;
    private final Snapshot snapshot;
    private final Optional<PostgresView> postgres;
    private final Optional<LeaseView> lease;

    HealthVerdict(Agent agent) {
        this.agent = agent;
        this.snapshot = agent.snapshot();
        // What a hung agent saw last says nothing about now.
        this.postgres =
                agent.isAlive() ? snapshot.postgres().seen() : Optional.<PostgresView>empty();
        this.lease = snapshot.store().flatMap(ClusterView::lease);
    }

    boolean passes(HealthCheck check, HealthQuery query) {
        return switch (check) {
            case PRIMARY -> agent.takesWrites();
            case LEADER -> agent.holdsLease();
            case STANDBY_LEADER -> standbyLeader();
            case REPLICA -> replica(query);
            case READ_ONLY -> primary(query) || standbyLeader() || replica(query);
            case SYNC -> is(SyncRole.SYNC) && replica(query);
            case READ_ONLY_SYNC -> primary(query) || (is(SyncRole.SYNC) && replica(query));
            case QUORUM -> is(SyncRole.QUORUM) && replica(query);
            case READ_ONLY_QUORUM -> primary(query) || (is(SyncRole.QUORUM) && replica(query));
            case ASYNC -> is(SyncRole.ASYNC) && replica(query);
            case HEALTH -> tagged(query) && running();
            case LIVENESS -> agent.isAlive();
            case READINESS -> tagged(query) && (agent.takesWrites() || ready(query));
        };
    }

    private boolean primary(HealthQuery query) {
        return tagged(query) && agent.takesWrites();
    }

    private boolean tagged(HealthQuery query) {
        return query.matches(snapshot.me().tags().shown());
    }

    /** It leads a cluster that follows another one. */
    private boolean standbyLeader() {
        return agent.holdsLease()
                && standby().isPresent()
                && snapshot.me().role().equals("standby_leader");
    }

    private boolean running() {
        return standby().isPresent()
                || postgres.filter(PostgresView.Primary.class::isInstance).isPresent();
    }

    private boolean replica(HealthQuery query) {
        return tagged(query)
                && !snapshot.me().tags().noloadbalance()
                && !leaves()
                && !standbyLeader()
                && standby()
                        .filter(
                                s ->
                                        within(query.lag(), s, query)
                                                && query.replicationState()
                                                        .map(w -> w.equals(replicationState(s)))
                                                        .orElse(true))
                        .isPresent();
    }

    /** A machine about to go takes no new connections, as long as another replica can. */
    private boolean leaves() {
        return snapshot.me().isLeaving()
                && snapshot.store().stream()
                        .flatMap(view -> view.members().values().stream())
                        .anyMatch(
                                m ->
                                        !m.name().equals(snapshot.self())
                                                && m.state().equals("streaming")
                                                && !m.isLeaving());
    }

    private boolean ready(HealthQuery query) {
        long limit = query.lag().orElse(snapshot.maximumLag());
        return StoreSight.holds(snapshot)
                && standby()
                        .filter(s -> s.streaming())
                        .filter(s -> within(OptionalLong.of(limit), s, query))
                        .isPresent();
    }

    /** A limit that cannot be judged, because nobody knows the leader's position, is not kept. */
    private boolean within(OptionalLong limit, PostgresView.Standby s, HealthQuery query) {
        if (limit.isEmpty()) {
            return true;
        }
        Lsn here = query.received() ? s.received() : s.replayed();
        return LeaderPosition.of(lease, snapshot.peers())
                .filter(leader -> leader.minus(here) <= limit.getAsLong())
                .isPresent();
    }

    private boolean is(SyncRole role) {
        return snapshot.store().isPresent() && SyncRole.of(snapshot.self(), lease) == role;
    }

    private Optional<PostgresView.Standby> standby() {
        return postgres.filter(PostgresView.Standby.class::isInstance)
                .map(PostgresView.Standby.class::cast);
    }

    static String replicationState(PostgresView.Standby s) {
        return s.streaming() ? "streaming" : "in archive recovery";
    }
}
