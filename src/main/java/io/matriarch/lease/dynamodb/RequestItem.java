package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.OperatorRequest;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item {@code request}: at most one is open. */
final class RequestItem {

    static final String NAME = "request";

    private RequestItem() {}

    static OperatorRequest read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return new OperatorRequest(
                in.text("id"), kind(in), in.optionalNode("from"), in.optionalNode("to"));
    }

    static Map<String, AttributeValue> write(String cluster, OperatorRequest request) {
        var out =
                Attributes.of(cluster, NAME)
                        .text("id", request.id())
                        .text("kind", word(request.kind()));
        request.from().ifPresent(from -> out.text("from", from));
        request.to().ifPresent(to -> out.text("to", to));
        return out.map();
    }

    static String describe(OperatorRequest request) {
        return word(request.kind())
                + request.from().map(from -> " from " + from).orElse("")
                + request.to().map(to -> " to " + to).orElse("");
    }

    private static OperatorRequest.Kind kind(ItemReader in) {
        return switch (in.text("kind")) {
            case "switchover" -> OperatorRequest.Kind.SWITCHOVER;
            case "failover" -> OperatorRequest.Kind.FAILOVER;
            case "forced" -> OperatorRequest.Kind.FORCED;
            case String other ->
                    throw in.wrong(
                            "kind",
                            "is \"" + other + "\", switchover, failover or forced is right");
        };
    }

    private static String word(OperatorRequest.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
