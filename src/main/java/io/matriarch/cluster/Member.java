package io.matriarch.cluster;

import java.util.List;

/**
 * What a member says of itself in the store: for people and for addresses, never for a decision
 * about who leads.
 *
 * @param host where clients and standbys reach its PostgreSQL
 * @param apiUrl where its agent answers, {@code http://host:port}
 * @param state in Patroni's words: running, streaming, starting, stopped, creating replica, ...
 * @param role leader, replica or uninitialized
 * @param sentence its agent's last sentence
 * @param instance the id of its machine where that is one of EC2, such as {@code
 *     i-0123456789abcdef0}; else empty
 * @param leaving why and when its machine is about to go; empty when it is not
 * @param broken why it is of no use and should be replaced; empty when it need not be
 * @param tags what its operator says of it
 * @param pending which parameters wait for a restart, as far as they are known
 * @param zone in which its machine is where that is one of EC2, such as {@code eu-central-1a}; else
 *     empty
 * @param routes how the cluster's names fare, as it saw them last
 */
public record Member(
        NodeName name,
        String host,
        int port,
        String apiUrl,
        String state,
        String role,
        Timeline timeline,
        Lsn received,
        Lsn replayed,
        boolean pendingRestart,
        String version,
        String sentence,
        String instance,
        String leaving,
        String broken,
        Tags tags,
        List<PendingSetting> pending,
        String zone,
        RoutesView routes) {

    public Member {
        pending = List.copyOf(pending);
    }

    /** In no zone that anybody knows, and with nothing to say of names. */
    public Member(
            NodeName name,
            String host,
            int port,
            String apiUrl,
            String state,
            String role,
            Timeline timeline,
            Lsn received,
            Lsn replayed,
            boolean pendingRestart,
            String version,
            String sentence,
            String instance,
            String leaving,
            String broken,
            Tags tags,
            List<PendingSetting> pending) {
        this(
                name,
                host,
                port,
                apiUrl,
                state,
                role,
                timeline,
                received,
                replayed,
                pendingRestart,
                version,
                sentence,
                instance,
                leaving,
                broken,
                tags,
                pending,
                "",
                RoutesView.NONE);
    }

    /** Of which its operator says nothing. */
    public Member(
            NodeName name,
            String host,
            int port,
            String apiUrl,
            String state,
            String role,
            Timeline timeline,
            Lsn received,
            Lsn replayed,
            boolean pendingRestart,
            String version,
            String sentence,
            String instance,
            String leaving,
            String broken) {
        this(
                name,
                host,
                port,
                apiUrl,
                state,
                role,
                timeline,
                received,
                replayed,
                pendingRestart,
                version,
                sentence,
                instance,
                leaving,
                broken,
                Tags.NONE,
                List.of());
    }

    /** On a machine of one's own, which stays. */
    public Member(
            NodeName name,
            String host,
            int port,
            String apiUrl,
            String state,
            String role,
            Timeline timeline,
            Lsn received,
            Lsn replayed,
            boolean pendingRestart,
            String version,
            String sentence) {
        this(
                name,
                host,
                port,
                apiUrl,
                state,
                role,
                timeline,
                received,
                replayed,
                pendingRestart,
                version,
                sentence,
                "",
                "",
                "");
    }

    public boolean isLeaving() {
        return !leaving.isEmpty();
    }

    public boolean isBroken() {
        return !broken.isEmpty();
    }
}
