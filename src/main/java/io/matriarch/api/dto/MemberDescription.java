package io.matriarch.api.dto;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import java.util.Map;
import java.util.Optional;

/** Describes members against the lease and what they answered when asked directly. */
final class MemberDescription {
    private final ClusterView view;
    private final Optional<LeaseView> lease;
    private final Map<NodeName, Reading<PeerReport>> peers;
    private final Optional<Lsn> leaderPosition;

    MemberDescription(ClusterView view, Map<NodeName, Reading<PeerReport>> peers) {
        this.view = view;
        this.lease = view.lease();
        this.peers = peers;
        this.leaderPosition = LeaderPosition.of(lease, peers);
    }

    MemberDocument of(Member m) {
        boolean leads = lease.filter(l -> !l.released() && l.holder().equals(m.name())).isPresent();
        Optional<String> silent = whySilent(m.name());
        Lsn received = fresh(m);
        Lsn position = received.max(m.replayed());
        return new MemberDocument(
                m.name().value(),
                leads ? leaderRole(m) : standbyRole(m),
                silent.isPresent() ? "unreachable" : m.state(),
                m.apiUrl(),
                m.host(),
                m.port(),
                m.timeline().number() > 0
                        ? Optional.of(m.timeline().number())
                        : Optional.<Integer>empty(),
                m.pendingRestart() ? Optional.of(true) : Optional.<Boolean>empty(),
                unlessLeader(leads, text(received)),
                unlessLeader(leads, Lag.of(leaderPosition, received)),
                unlessLeader(leads, text(m.replayed())),
                unlessLeader(leads, Lag.of(leaderPosition, m.replayed())),
                unlessLeader(leads, text(position)),
                unlessLeader(leads, Lag.of(leaderPosition, position)),
                m.version(),
                silent.map(why -> "does not answer: " + why).orElse(m.sentence()),
                paused(m.name()),
                Optional.ofNullable(view.plans().restarts().get(m.name()))
                        .map(ScheduledRestart::of),
                Optional.of(m.tags().shown()).filter(t -> !t.isEmpty()),
                PendingRestartReason.of(m.pending()),
                Optional.of(m.zone()).filter(zone -> !zone.isEmpty()));
    }

    /** Since when, as far as this member has seen. */
    private static String leaderRole(Member m) {
        return m.role().equals("standby_leader") ? m.role() : "leader";
    }

    private Optional<String> paused(NodeName name) {
        return switch (peers.get(name)) {
            case Reading.Missing<PeerReport> _ -> Optional.empty();
            case Reading.Seen<PeerReport>(var r, _) ->
                    Optional.of(r.news().pause()).filter(since -> !since.isEmpty());
            // The one that answers does not ask itself.
            case null -> view.pause().map(Pause::since);
        };
    }

    private Optional<String> whySilent(NodeName name) {
        return switch (peers.get(name)) {
            case Reading.Missing<PeerReport>(var why) -> Optional.of(why);
            case Reading.Seen<PeerReport> _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    /** The store's copy is up to a beat old; a direct answer on the same timeline is newer. */
    private Lsn fresh(Member m) {
        return switch (peers.get(m.name())) {
            case Reading.Seen<PeerReport>(var r, _) when r.timeline().equals(m.timeline()) ->
                    m.received().max(r.position());
            case Reading.Seen<PeerReport> _, Reading.Missing<PeerReport> _ -> m.received();
            case null -> m.received();
        };
    }

    private String standbyRole(Member m) {
        return switch (SyncRole.of(m.name(), lease)) {
            case SYNC -> "sync_standby";
            case QUORUM -> "quorum_standby";
            // A former leader's own entry may still say so; the lease decides.
            case ASYNC ->
                    m.role().equals("leader") || m.role().equals("standby_leader")
                            ? "replica"
                            : m.role();
        };
    }

    private static String text(Lsn position) {
        return position.equals(Lsn.ZERO) ? Lag.UNKNOWN : position.toString();
    }

    private static <T> Optional<T> unlessLeader(boolean leads, T value) {
        return leads ? Optional.empty() : Optional.of(value);
    }
}
