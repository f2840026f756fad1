package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.cluster.Order;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The body of {@code POST /restart}; an empty one is fine.
 *
 * @param schedule as it was given
 * @param trial only what it would come to
 */
record RestartCall(
        Order.RestartFilter when, Duration timeout, Optional<JsonNode> schedule, boolean trial) {

    static final Duration USUAL = Duration.ofSeconds(300);

    private static final Set<String> FIELDS =
            Set.of("schedule", "role", "postgres_version", "timeout", "restart_pending", "dry_run");

    static Parsed<RestartCall> parse(ObjectMapper json, String body) {
        return body.isBlank()
                ? new Parsed.Good<>(
                        new RestartCall(Order.RestartFilter.ALWAYS, USUAL, Optional.empty(), false))
                : Parsed.object(json, body).flatMap(RestartCall::known).flatMap(RestartCall::of);
    }

    private static Parsed<JsonNode> known(JsonNode n) {
        for (Iterator<String> names = n.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!FIELDS.contains(field)) {
                return new Parsed.Bad<>(
                        "\"%s\" is no field here: \"schedule\", \"role\", \"postgres_version\", \"timeout\" and \"restart_pending\" are"
                                .formatted(field));
            }
        }
        return new Parsed.Good<>(n);
    }

    private static Parsed<RestartCall> of(JsonNode n) {
        return role(n).flatMap(
                        role ->
                                version(n)
                                        .flatMap(
                                                version ->
                                                        pending(n)
                                                                .flatMap(
                                                                        pending ->
                                                                                of(
                                                                                        n,
                                                                                        new Order
                                                                                                .RestartFilter(
                                                                                                role,
                                                                                                version,
                                                                                                pending)))));
    }

    private static Parsed<RestartCall> of(JsonNode n, Order.RestartFilter filter) {
        Optional<JsonNode> schedule =
                Optional.of(n.path("schedule")).filter(s -> !s.isMissingNode() && !s.isNull());
        Parsed<Duration> timeout =
                n.has("timeout") ? Parsed.seconds(n, "timeout") : new Parsed.Good<>(USUAL);
        return timeout.flatMap(
                t ->
                        Parsed.flag(n, "dry_run")
                                .map(trial -> new RestartCall(filter, t, schedule, trial)));
    }

    private static Parsed<Optional<Order.Role>> role(JsonNode n) {
        if (!n.has("role")) {
            return new Parsed.Good<>(Optional.empty());
        }
        return switch (n.path("role").asText()) {
            case "primary", "master" -> new Parsed.Good<>(Optional.of(Order.Role.PRIMARY));
            case "leader" -> new Parsed.Good<>(Optional.of(Order.Role.LEADER));
            case "standby_leader", "standby-leader" ->
                    new Parsed.Good<>(Optional.of(Order.Role.STANDBY_LEADER));
            case "replica", "standby" -> new Parsed.Good<>(Optional.of(Order.Role.REPLICA));
            case "any" -> new Parsed.Good<>(Optional.empty());
            default -> new Parsed.Bad<>("\"role\" must be primary, standby_leader or replica");
        };
    }

    /** "16.4", or 160004. */
    private static Parsed<Optional<Integer>> version(JsonNode n) {
        if (!n.has("postgres_version")) {
            return new Parsed.Good<>(Optional.empty());
        }
        String text = n.path("postgres_version").asText();
        if (text.matches("[1-9][0-9]?(\\.[0-9]{1,2})?")) {
            String[] parts = text.split("\\.", 2);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return new Parsed.Good<>(Optional.of(Integer.parseInt(parts[0]) * 10_000 + minor));
        }
        return text.matches("[1-9][0-9]{5}")
                ? new Parsed.Good<>(Optional.of(Integer.parseInt(text)))
                : new Parsed.Bad<>("\"postgres_version\" must be a version such as 16.4");
    }

    private static Parsed<Boolean> pending(JsonNode n) {
        return Parsed.flag(n, "restart_pending");
    }
}
