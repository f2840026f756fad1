package io.matriarch.peers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Timeline;
import io.matriarch.peers.FailsafeQuestion;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** What agents say to each other, as JSON. Field by field: a guess about a peer is no answer. */
final class PeerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PeerJson() {}

    static PeerReport report(PeerCall.Reply reply, Member asked) throws IOException {
        JsonNode n = object(expect(200, reply));
        String name = required(n, "name").asText();
        if (!name.equals(asked.name().value())) {
            throw new IOException("%s answered in its place".formatted(name));
        }
        try {
            return new PeerReport(
                    new NodeName(name),
                    flag(n, "primary"),
                    flag(n, "holds_lease"),
                    number(n, "epoch"),
                    flag(n, "eligible"),
                    new Timeline(Math.toIntExact(number(n, "timeline"))),
                    Lsn.parse(required(n, "position").asText()),
                    flag(n, "streaming"),
                    flag(n, "checkpointed"),
                    Math.toIntExact(number(n, "priority")),
                    n.path("leaving").asBoolean(false),
                    n.path("departing").asBoolean(false),
                    news(n));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("a malformed answer: " + e.getMessage(), e);
        }
    }

    /** An older agent tells none. */
    private static PeerNews news(JsonNode n) {
        return new PeerNews(
                n.path("pause").asText(""),
                Optional.ofNullable(n.path("upstream").textValue()).map(NodeName::new),
                n.path("sure").asBoolean(false),
                Stream.of(Bidding.values())
                        .filter(b -> b.name().equalsIgnoreCase(n.path("bidding").asText()))
                        .findFirst()
                        .orElse(Bidding.VAIN),
                n.path("restarts").asBoolean(false),
                Optional.ofNullable(n.path("turn").textValue()).map(NodeName::new));
    }

    static boolean promise(PeerCall.Reply reply) throws IOException {
        return switch (reply.status()) {
            case 200 -> true;
            case 409 -> false;
            default -> throw unexpected(reply);
        };
    }

    static boolean heard(PeerCall.Reply reply) throws IOException {
        expect(202, reply);
        return true;
    }

    static String failsafe(FailsafeQuestion q) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("leader", q.leader().value())
                .put("epoch", q.epoch())
                .put("ttlMillis", q.ttlMillis())
                .toString();
    }

    static String handover(long epoch) {
        return JsonNodeFactory.instance.objectNode().put("epoch", epoch).toString();
    }

    private static String expect(int status, PeerCall.Reply reply) throws IOException {
        if (reply.status() != status) {
            throw unexpected(reply);
        }
        return reply.body();
    }

    private static IOException unexpected(PeerCall.Reply reply) {
        return new IOException("it answered %d%s".formatted(reply.status(), reply.line()));
    }

    private static JsonNode object(String body) throws IOException {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IOException("a malformed answer: no JSON", e);
        }
        throw new IOException("a malformed answer: no JSON object");
    }

    private static boolean flag(JsonNode n, String field) throws IOException {
        JsonNode value = required(n, field);
        if (!value.isBoolean()) {
            throw malformed(field);
        }
        return value.booleanValue();
    }

    private static long number(JsonNode n, String field) throws IOException {
        JsonNode value = required(n, field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(field);
        }
        return value.longValue();
    }

    private static JsonNode required(JsonNode n, String field) throws IOException {
        JsonNode value = n.path(field);
        if (!value.isValueNode() || value.isNull()) {
            throw malformed(field);
        }
        return value;
    }

    private static IOException malformed(String field) {
        return new IOException("a malformed answer: \"%s\"".formatted(field));
    }
}
