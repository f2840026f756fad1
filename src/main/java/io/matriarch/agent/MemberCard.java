package io.matriarch.agent;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same of this node's entry in the store.
 *
 * @param host where others reach its PostgreSQL
 * @param version the agent's
 * @param instance the id of its machine on EC2; else empty
 * @param zone in which that machine is, such as {@code eu-central-1a}; empty elsewhere
 */
public record MemberCard(
        NodeName name,
        String host,
        int port,
        String apiUrl,
        String version,
        String instance,
        String zone,
        Tags tags) {

    /** Of a member without tags, wherever it is. */
    public MemberCard(
            NodeName name, String host, int port, String apiUrl, String version, String instance) {
        this(name, host, port, apiUrl, version, instance, "", Tags.NONE);
    }

    MemberCard tagged(Tags other) {
        return new MemberCard(name, host, port, apiUrl, version, instance, zone, other);
    }

    Member member(Known known, boolean leads, String because) {
        PostgresView server = known.postgres.seen().orElse(null);
        return new Member(
                name,
                host,
                port,
                apiUrl,
                state(known),
                role(server, leads, known.settings.standbyOf().isPresent()),
                server == null ? Timeline.NONE : server.timeline(),
                server == null ? Lsn.ZERO : received(server),
                server == null ? Lsn.ZERO : replayed(server),
                server != null && pending(server),
                version,
                because,
                instance,
                known.leaving,
                known.broken,
                tags,
                server == null ? List.of() : server.pending(),
                zone,
                known.routes);
    }

    /** What changes seldom, its sentence apart; positions change always and wait. */
    static boolean sameState(Member a, Member b) {
        return a.state().equals(b.state())
                && a.role().equals(b.role())
                && a.leaving().equals(b.leaving())
                && a.broken().equals(b.broken())
                && a.timeline().equals(b.timeline())
                && a.pendingRestart() == b.pendingRestart()
                && a.pending().equals(b.pending())
                && a.tags().equals(b.tags())
                && a.zone().equals(b.zone())
                && a.routes().equals(b.routes())
                && a.host().equals(b.host())
                && a.port() == b.port()
                && a.apiUrl().equals(b.apiUrl());
    }

    /** Patroni's words. */
    private static String state(Known known) {
        if (known.job != null) {
            boolean waits =
                    mayRestore(known.job.job())
                            && known.postgres.seen().orElse(null) instanceof PostgresView.Standby s
                            && s.replayPaused();
            return waits ? "recovery paused" : Snapshots.state(known.job.job());
        }
        return switch (known.postgres.seen().orElse(null)) {
            case null -> "unknown";
            case PostgresView.Absent _ -> "stopped";
            case PostgresView.Unusable _ -> "start failed";
            case PostgresView.Down _ -> "stopped";
            case PostgresView.Starting _ -> "starting";
            case PostgresView.Silent _ -> "not responding";
            case PostgresView.Primary _ -> "running";
            case PostgresView.Standby s -> s.streaming() ? "streaming" : "running";
        };
    }

    /** An agent that starts again in between goes on with a restore by what it would do anyway. */
    private static boolean mayRestore(PostgresJob job) {
        return job instanceof PostgresJob.Initialize
                || job instanceof PostgresJob.StartPrimary
                || job instanceof PostgresJob.StartStandby
                || job instanceof PostgresJob.Promote;
    }

    private static String role(@Nullable PostgresView server, boolean holds, boolean follows) {
        String leader = follows ? "standby_leader" : "leader";
        return switch (server) {
            case null -> "uninitialized";
            case PostgresView.Primary _ -> holds ? leader : "replica";
            case PostgresView.Absent _, PostgresView.Unusable _ -> "uninitialized";
            case PostgresView.Down _,
                    PostgresView.Standby _,
                    PostgresView.Starting _,
                    PostgresView.Silent _ ->
                    holds ? leader : "replica";
        };
    }

    private static Lsn received(PostgresView view) {
        return view instanceof PostgresView.Standby s ? s.received() : view.position();
    }

    private static Lsn replayed(PostgresView view) {
        return view instanceof PostgresView.Standby s ? s.replayed() : view.position();
    }

    private static boolean pending(PostgresView view) {
        return switch (view) {
            case PostgresView.Primary p -> p.pendingRestart();
            case PostgresView.Standby s -> s.pendingRestart();
            default -> false;
        };
    }
}
