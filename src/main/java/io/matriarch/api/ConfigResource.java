package io.matriarch.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.ConfigDesk;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentTree;
import io.matriarch.cluster.Reading;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The cluster's document; its version is the entity tag. */
@Path("config")
@RunOnVirtualThread
@Tag(name = "config", description = "What belongs to the cluster, and not to one of its nodes")
@APIResponse(responseCode = "200", description = "the document as it stands now")
@APIResponse(responseCode = "400", description = "the body is no JSON object")
@APIResponse(responseCode = "409", description = "somebody else has changed it meanwhile")
@APIResponse(
        responseCode = "412",
        description = "it would begin or end to follow another cluster, and must not now")
@APIResponse(responseCode = "422", description = "a value cannot be; nothing is stored")
@APIResponse(responseCode = "503", description = "the store does not answer")
final class ConfigResource {

    private final ConfigDesk desk;
    private final ObjectMapper json;

    ConfigResource(ConfigDesk desk, ObjectMapper json) {
        this.desk = desk;
        this.json = json;
    }

    @GET
    @Operation(summary = "The document")
    public Response show() {
        return switch (desk.read()) {
            case Reading.Missing<ConfigDocument>(var why) -> new Answer(503, why).response();
            case Reading.Seen<ConfigDocument>(var document, _) ->
                    document.flaw().isEmpty()
                            ? shown(document)
                            : new Answer(503, document.flaw()).response();
        };
    }

    @PATCH
    @Operation(summary = "Changes the keys of the body; null removes one")
    public Response patch(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String version,
            @QueryParam("dry-run") boolean dryRun,
            @QueryParam("force") boolean force,
            String body) {
        return change(
                body, wish(version, dryRun, force), keys -> old -> DocumentTree.merged(old, keys));
    }

    @PUT
    @Operation(summary = "Puts the body in the document's place")
    public Response put(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String version,
            @QueryParam("dry-run") boolean dryRun,
            @QueryParam("force") boolean force,
            String body) {
        return change(
                body,
                wish(version, dryRun, force),
                keys -> _ -> DocumentTree.merged(new TreeMap<>(), keys));
    }

    /** Makes a change of the document of what the body says. */
    private interface Reader {
        UnaryOperator<SortedMap<String, String>> change(SortedMap<String, Optional<String>> keys);
    }

    private static ConfigDesk.Wish wish(@Nullable String version, boolean dryRun, boolean force) {
        return new ConfigDesk.Wish(
                Optional.ofNullable(version).map(ConfigResource::number), dryRun, force);
    }

    private Response change(String body, ConfigDesk.Wish wish, Reader reader) {
        return switch (Parsed.object(json, body).flatMap(ConfigResource::keys)) {
            case Parsed.Bad<SortedMap<String, Optional<String>>>(var why) ->
                    new Answer(400, why).response();
            case Parsed.Good<SortedMap<String, Optional<String>>>(var keys) ->
                    answer(desk.change(reader.change(keys), wish));
        };
    }

    private static long number(String tag) {
        String digits = tag.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? -1 : Long.parseLong(digits);
    }

    private static Parsed<SortedMap<String, Optional<String>>> keys(JsonNode object) {
        try {
            return new Parsed.Good<>(DocumentTree.flat(tree(object)));
        } catch (IllegalArgumentException e) {
            return new Parsed.Bad<>(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> tree(JsonNode object) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            tree.put(field.getKey(), value(field.getValue()));
        }
        return tree;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            return tree(node);
        }
        if (node.isArray()) {
            List<Object> lines = new ArrayList<>();
            node.forEach(line -> lines.add(line.isTextual() ? line.textValue() : line));
            return lines;
        }
        return node.isNull() ? null : node.asText();
    }

    private Response answer(ConfigDesk.Outcome outcome) {
        return switch (outcome) {
            case ConfigDesk.Outcome.Done(_, var now, _) -> shown(now);
            case ConfigDesk.Outcome.Refused(var wrong) ->
                    new Answer(422, String.join("\n", wrong)).response();
            case ConfigDesk.Outcome.Unsafe(var why) -> new Answer(412, why).response();
            case ConfigDesk.Outcome.Changed(var why) -> new Answer(409, why).response();
            case ConfigDesk.Outcome.Unknown(var why) -> new Answer(503, why).response();
        };
    }

    private Response shown(ConfigDocument document) {
        try {
            return Response.ok(
                            json.writeValueAsString(DocumentTree.nested(document.values())),
                            MediaType.APPLICATION_JSON)
                    .tag(new EntityTag(Long.toString(document.version())))
                    .build();
        } catch (JsonProcessingException e) {
            return new Answer(500, String.valueOf(e.getMessage())).response();
        }
    }
}
