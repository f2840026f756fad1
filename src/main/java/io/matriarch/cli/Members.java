package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The cluster as a command finds it, and the way to each member's own agent. */
final class Members {

    /** Whom a verb is for. */
    enum Role {
        LEADER,
        REPLICA,
        ANY
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
                        .filter(m -> has(m, role))
                        .toList();
        if (chosen.isEmpty()) {
            throw Failure.failed(
                    "no member is chosen: %s are members, and %s leads"
                            .formatted(names(cluster.members()), leader().orElse("nobody")));
        }
        return chosen;
    }

    private boolean has(MemberDocument m, Role role) {
        boolean leads = leader().equals(Optional.of(m.name()));
        return switch (role) {
            case LEADER -> leads;
            case REPLICA -> !leads;
            case ANY -> true;
        };
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

    static String said(String api, AgentClient.Reply reply) {
        return reply.body().isEmpty()
                ? "%s answered %d".formatted(api, reply.status())
                : reply.body();
    }

    static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
