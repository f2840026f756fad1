package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The cluster as a command finds it, and the way to each member's own agent. */
final class Members {

    /** Whom a verb is for. */
    enum Role {
        LEADER,
        PRIMARY,
        STANDBY_LEADER,
        REPLICA,
        STANDBY,
        ANY;

        /** For help and for sentences. */
        static final String NAMES = "leader, primary, standby-leader, replica, standby or any";

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * @param leads by the lease
         */
        boolean isThatOf(MemberDocument m, boolean leads) {
            boolean follows = m.role().equals("standby_leader");
            return switch (this) {
                case LEADER -> leads;
                case PRIMARY -> leads && !follows;
                case STANDBY_LEADER -> leads && follows;
                case REPLICA, STANDBY -> !leads;
                case ANY -> true;
            };
        }
    }

    private final Session session;
    private final Where where;
    private final AgentClient agent;
    private ClusterDocument cluster;

    Members(Session session, Where where) throws Failure {
        this.session = session;
        this.where = where;
        this.agent = where.operator(session);
        this.cluster = read();
    }

    /** Reads the cluster anew. */
    void refresh() throws Failure {
        cluster = read();
    }

    private ClusterDocument read() throws Failure {
        try {
            return agent.get("/cluster", ClusterDocument.class);
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line() + "; name a member that runs with --api URL");
        }
    }

    ClusterDocument cluster() {
        return cluster;
    }

    String title() {
        return new ClusterText(cluster).title();
    }

    Optional<String> leader() {
        return cluster.leader();
    }

    MemberDocument named(String name) throws Failure {
        return cluster.members().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "member %s does not exist: %s are members"
                                                .formatted(name, names(cluster.members()))));
    }

    /** Those named, or all, of this role; an empty choice is a failure. */
    List<MemberDocument> chosen(List<String> names, Role role) throws Failure {
        for (String name : names) {
            named(name);
        }
        List<MemberDocument> chosen =
                cluster.members().stream()
                        .filter(m -> names.isEmpty() || names.contains(m.name()))
                        .filter(m -> role.isThatOf(m, leads(m)))
                        .toList();
        if (chosen.isEmpty()) {
            throw Failure.failed(
                    "no member is chosen: %s are members, and %s leads"
                            .formatted(names(cluster.members()), leader().orElse("nobody")));
        }
        return chosen;
    }

    boolean leads(MemberDocument m) {
        return leader().equals(Optional.of(m.name()));
    }

    static String names(List<MemberDocument> members) {
        return String.join(", ", members.stream().map(MemberDocument::name).toList());
    }

    /** The agent of this very member. */
    AgentClient agent(MemberDocument member) throws Failure {
        return where.operator(session, member.apiUrl());
    }

    /** The agent that the command was pointed at. */
    AgentClient any() {
        return agent;
    }

    /** Calls and prints one line; a refusal is a failure that names the member. */
    void call(MemberDocument member, String method, String path, ObjectNode body, int millis)
            throws Failure {
        try {
            AgentClient.Reply reply =
                    agent(member).send(method, path, Optional.of(body.toString()), millis);
            if (reply.status() >= 300) {
                throw Failure.failed(
                        "%s: %s".formatted(member.name(), said(member.apiUrl(), reply)));
            }
            session.out().println("%s: %s".formatted(member.name(), reply.body()));
            session.out().flush();
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed("%s: %s".formatted(member.name(), e.line()));
        }
    }

    /**
     * The same as a trial: a refusal is what it shows.
     *
     * @return whether it would be done
     */
    boolean trial(MemberDocument member, String path, ObjectNode body, int millis) throws Failure {
        return trial(
                member, "POST", path, Optional.of(body.put("dry_run", true).toString()), millis);
    }

    /** That of forgetting something. */
    boolean trial(MemberDocument member, String path, int millis) throws Failure {
        return trial(member, "DELETE", path + "?dry-run=true", Optional.empty(), millis);
    }

    private boolean trial(
            MemberDocument member, String method, String path, Optional<String> body, int millis)
            throws Failure {
        try {
            AgentClient.Reply reply = agent(member).send(method, path, body, millis);
            boolean would = reply.status() < 300;
            String words = said(member.apiUrl(), reply);
            session.out().println(member.name() + (would ? ": " : " would refuse: ") + words);
            session.out().flush();
            return would;
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed("%s: %s".formatted(member.name(), e.line()));
        }
    }

    /** What its own agent says of itself; empty when it does not answer. */
    Optional<MemberDocument> itself(MemberDocument member) throws Failure {
        return asked(member, "/cluster", ClusterDocument.class)
                .flatMap(
                        c ->
                                c.members().stream()
                                        .filter(m -> m.name().equals(member.name()))
                                        .findFirst());
    }

    /** Its own agent's {@code /patroni}; empty when it does not answer. */
    Optional<JsonNode> node(MemberDocument member) throws Failure {
        return asked(member, "/patroni", JsonNode.class);
    }

    private <T> Optional<T> asked(MemberDocument member, String path, Class<T> type)
            throws Failure {
        try {
            return Optional.of(agent(member).get(path, type));
        } catch (AgentClient.Unreachable _) {
            return Optional.empty();
        }
    }

    /**
     * It does again what it is there for; one that takes its log from the archive never streams.
     */
    static boolean isBack(MemberDocument m) {
        boolean nostream = "true".equals(m.tags().orElse(Map.of()).get("nostream"));
        return m.state().equals("streaming")
                || (m.state().equals("running") && (nostream || ClusterText.leads(m)));
    }

    static String said(String api, AgentClient.Reply reply) {
        return reply.body().isEmpty()
                ? "%s answered %d".formatted(api, reply.status())
                : reply.body();
    }
}
