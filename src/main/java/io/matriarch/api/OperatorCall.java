package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The body of {@code /switchover} and {@code /failover}. */
record OperatorCall(
        OperatorRequest.Kind kind,
        Optional<NodeName> leader,
        Optional<NodeName> candidate,
        Optional<JsonNode> schedule,
        boolean trial) {
    private static final Set<String> FIELDS =
            Set.of("leader", "candidate", "member", "force", "scheduled_at", "dry_run");

    /** As Patroni: a failover that names the leader is a switchover. */
    static Parsed<OperatorCall> parse(OperatorRequest.Kind path, ObjectMapper json, String body) {
        return Parsed.object(json, body)
                .flatMap(OperatorCall::known)
                .flatMap(
                        n ->
                                forced(path, n)
                                        .flatMap(
                                                kind ->
                                                        members(kind, n)
                                                                .flatMap(call -> call.more(n))));
    }

    private static Parsed<OperatorCall> members(OperatorRequest.Kind kind, JsonNode n) {
        return optional(n, "leader")
                .flatMap(leader -> candidate(n).flatMap(c -> of(kind, leader, c)));
    }

    private static Parsed<OperatorCall> of(
            OperatorRequest.Kind path, Optional<NodeName> leader, Optional<NodeName> candidate) {
        return switch (path) {
            case SWITCHOVER ->
                    leader.isEmpty()
                            ? new Parsed.Bad<>("a switchover needs \"leader\", who leads now")
                            : new Parsed.Good<>(
                                    new OperatorCall(
                                            path, leader, candidate, Optional.empty(), false));
            case FAILOVER, FORCED ->
                    candidate.isEmpty()
                            ? new Parsed.Bad<>("a failover needs \"candidate\", who shall lead")
                            : new Parsed.Good<>(
                                    new OperatorCall(
                                            leader.isPresent()
                                                            && path == OperatorRequest.Kind.FAILOVER
                                                    ? OperatorRequest.Kind.SWITCHOVER
                                                    : path,
                                            leader,
                                            candidate,
                                            Optional.empty(),
                                            false));
        };
    }

    /** As Patroni: only a switchover can be scheduled. */
    private Parsed<OperatorCall> more(JsonNode n) {
        JsonNode at = n.path("scheduled_at");
        boolean planned = !at.isMissingNode() && !at.isNull();
        if (planned && kind != OperatorRequest.Kind.SWITCHOVER) {
            return new Parsed.Bad<>(
                    "a failover cannot be scheduled: \"scheduled_at\" is for switchovers");
        }
        Optional<JsonNode> schedule = planned ? Optional.of(at) : Optional.empty();
        return Parsed.flag(n, "dry_run")
                .map(trial -> new OperatorCall(kind, leader, candidate, schedule, trial));
    }

    private static Parsed<OperatorRequest.Kind> forced(OperatorRequest.Kind path, JsonNode n) {
        JsonNode force = n.path("force");
        if (force.isMissingNode()) {
            return new Parsed.Good<>(path);
        }
        if (!force.isBoolean() || path != OperatorRequest.Kind.FAILOVER) {
            return new Parsed.Bad<>("\"force\" is true or false, and only for a failover");
        }
        return new Parsed.Good<>(force.booleanValue() ? OperatorRequest.Kind.FORCED : path);
    }

    private static Parsed<JsonNode> known(JsonNode object) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!FIELDS.contains(field)) {
                return new Parsed.Bad<>(
                        "\"%s\" is no field here: \"leader\" and \"candidate\" are"
                                .formatted(field));
            }
        }
        return new Parsed.Good<>(object);
    }

    private static Parsed<Optional<NodeName>> candidate(JsonNode n) {
        return optional(n, n.has("candidate") ? "candidate" : "member");
    }

    private static Parsed<Optional<NodeName>> optional(JsonNode n, String field) {
        JsonNode value = n.path(field);
        return value.isMissingNode() || value.isNull()
                ? new Parsed.Good<>(Optional.empty())
                : Parsed.name(n, field).map(Optional::of);
    }
}
