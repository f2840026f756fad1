package io.matriarch.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.cluster.NodeName;
import java.time.Duration;
import java.util.function.Function;

/** A request body, or part of one, read; or one line that says what is wrong with it. */
sealed interface Parsed<T> {

    record Good<T>(T value) implements Parsed<T> {}

    record Bad<T>(String why) implements Parsed<T> {}

    default <R> Parsed<R> flatMap(Function<T, Parsed<R>> next) {
        return switch (this) {
            case Good<T>(var value) -> next.apply(value);
            case Bad<T>(var why) -> new Bad<>(why);
        };
    }

    default <R> Parsed<R> map(Function<T, R> next) {
        return flatMap(value -> new Good<>(next.apply(value)));
    }

    static Parsed<JsonNode> object(ObjectMapper json, String body) {
        try {
            JsonNode node = json.readTree(body);
            return node != null && node.isObject()
                    ? new Good<>(node)
                    : new Bad<>("the body must be a JSON object");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            return new Bad<>(
                    "the body is no JSON"
                            + (at == null
                                    ? ""
                                    : ": see line %d, column %d"
                                            .formatted(at.getLineNr(), at.getColumnNr())));
        }
    }

    static Parsed<Long> positive(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0
                ? new Good<>(value.longValue())
                : new Bad<>("\"%s\" must be a whole number above zero".formatted(field));
    }

    /** Whole seconds, up to a day; Patroni's users also write "30s". */
    static Parsed<Duration> seconds(JsonNode object, String field) {
        String text = object.path(field).asText();
        if (text.matches("[1-9][0-9]{0,4}s?")) {
            long seconds = Long.parseLong(text.replace("s", ""));
            if (seconds <= 86_400) {
                return new Good<>(Duration.ofSeconds(seconds));
            }
        }
        return new Bad<>("\"%s\" must be whole seconds, 1 to 86400".formatted(field));
    }

    /** False when it is absent. */
    static Parsed<Boolean> flag(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isBoolean()
                ? new Good<>(value.asBoolean(false))
                : new Bad<>("\"%s\" is true or false".formatted(field));
    }

    static Parsed<NodeName> name(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            return new Bad<>("\"%s\" must be a member's name".formatted(field));
        }
        try {
            return new Good<>(new NodeName(value.textValue()));
        } catch (IllegalArgumentException e) {
            return new Bad<>("\"%s\": %s".formatted(field, e.getMessage()));
        }
    }
}
