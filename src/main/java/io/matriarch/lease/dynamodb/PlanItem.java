package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.Plan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item {@code plan}, a switchover, and the items {@code plan#NAME}, a member's restart. */
final class PlanItem {

    static final String SWITCHOVER = "plan";
    static final String PREFIX = "plan#";

    private PlanItem() {}

    static String name(Plan plan) {
        return switch (plan) {
            case Plan.Switchover _ -> name(Optional.empty());
            case Plan.Restart(var member, _, _) -> name(Optional.of(member));
        };
    }

    static String name(Optional<NodeName> member) {
        return member.map(m -> PREFIX + m.value()).orElse(SWITCHOVER);
    }

    static Plan.Switchover switchover(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return new Plan.Switchover(
                new OperatorRequest(
                        in.text("id"),
                        OperatorRequest.Kind.SWITCHOVER,
                        in.optionalNode("from"),
                        in.optionalNode("to")),
                at(in));
    }

    static Plan.Restart restart(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        var filter =
                new Order.RestartFilter(
                        in.optionalText("role")
                                .map(role -> in.parsed("role", role, Order.Role::valueOf)),
                        in.optionalNumber("below").map(Math::toIntExact),
                        in.flag("pending"));
        return new Plan.Restart(
                in.parsed(Attributes.ITEM, in.name().substring(PREFIX.length()), NodeName::new),
                new Order.Restart(in.text("id"), filter, Duration.ofMillis(in.number("timeout"))),
                at(in));
    }

    static Map<String, AttributeValue> write(String cluster, Plan plan) {
        var out =
                Attributes.of(cluster, name(plan))
                        .text("id", plan.id())
                        .text("at", plan.at().toString());
        switch (plan) {
            case Plan.Switchover(var request, _) -> {
                request.from().ifPresent(from -> out.text("from", from));
                request.to().ifPresent(to -> out.text("to", to));
            }
            case Plan.Restart(_, var restart, _) -> {
                restart.when().role().ifPresent(role -> out.text("role", role.name()));
                restart.when().below().ifPresent(v -> out.number("below", v));
                out.flag("pending", restart.when().pending());
                out.number("timeout", restart.timeout().toMillis());
            }
        }
        return out.map();
    }

    static String taken(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return in.name().equals(SWITCHOVER)
                ? "Another switchover is already scheduled: at " + at(in)
                : "Another restart is already scheduled: at " + at(in);
    }

    private static Instant at(ItemReader in) {
        try {
            return Instant.parse(in.text("at"));
        } catch (DateTimeException _) {
            throw in.wrong("at", "is no time such as 2026-01-02T03:04:05Z");
        }
    }
}
