package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Order;
import java.util.Iterator;
import java.util.Set;

/** The body of {@code POST /reinitialize}; an empty one copies the leader. */
record ReinitializeCall(Order.CopySource from, boolean force, boolean trial) {

    private static final Set<String> FIELDS =
            Set.of("force", "from", "from_leader", "from-leader", "dry_run");

    static Parsed<ReinitializeCall> parse(ObjectMapper json, String body) {
        return body.isBlank()
                ? new Parsed.Good<>(
                        new ReinitializeCall(new Order.CopySource.Leader(), false, false))
                : Parsed.object(json, body).flatMap(ReinitializeCall::of);
    }

    private static Parsed<ReinitializeCall> of(JsonNode n) {
        for (Iterator<String> names = n.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            boolean flag = !field.equals("from");
            if (!FIELDS.contains(field)) {
                return new Parsed.Bad<>(
                        "\"%s\" is no field here: \"from\" and \"force\" are".formatted(field));
            }
            if (flag && !n.path(field).isBoolean()) {
                return new Parsed.Bad<>("\"%s\" is true or false".formatted(field));
            }
        }
        return from(n).map(
                        from ->
                                new ReinitializeCall(
                                        from,
                                        n.path("force").asBoolean(false),
                                        n.path("dry_run").asBoolean(false)));
    }

    private static Parsed<Order.CopySource> from(JsonNode n) {
        JsonNode from = n.path("from");
        return switch (from.asText()) {
            case "", "leader" ->
                    from.isMissingNode() || from.isTextual()
                            ? new Parsed.Good<>(new Order.CopySource.Leader())
                            : new Parsed.Bad<>("\"from\" is leader, archive or a member's name");
            case "archive" -> new Parsed.Good<>(new Order.CopySource.Archive());
            default ->
                    Parsed.name(n, "from")
                            .map(
                                    (NodeName name) ->
                                            (Order.CopySource) new Order.CopySource.Named(name));
        };
    }
}
