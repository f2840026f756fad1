package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Agent;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Pause;
import io.matriarch.lease.StoreWrite;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pauses the cluster, and has it go on; any member takes the call. */
@Path("/pause")
@RunOnVirtualThread
@Produces(MediaType.TEXT_PLAIN)
@Tag(name = "operator", description = "Changes that an operator asks for")
@APIResponse(responseCode = "200", description = "done")
@APIResponse(responseCode = "400", description = "the body is wrong")
@APIResponse(responseCode = "401", description = "the token is missing or wrong")
@APIResponse(responseCode = "403", description = "no token is set, and the call is not local")
@APIResponse(responseCode = "503", description = "nobody knows whether it was done")
final class PauseResource {
    private final Agent agent;
    private final ObjectMapper json;

    PauseResource(Agent agent, ObjectMapper json) {
        this.agent = agent;
        this.json = json;
    }

    @POST
    @Operation(summary = "The agents do nothing by themselves any more: {by?, reason?, dry_run?}")
    @APIResponse(responseCode = "409", description = "it is paused already")
    public Response pause(String body) {
        Parsed<Call> parsed =
                body.isBlank()
                        ? new Parsed.Good<>(new Call(pause("", ""), false))
                        : Parsed.object(json, body).flatMap(PauseResource::parsed);
        return switch (parsed) {
            case Parsed.Bad<Call>(var why) -> new Answer(400, why).response();
            case Parsed.Good<Call>(Call(var pause, var trial)) when trial ->
                    now().map(p -> new Answer(409, "the cluster is already " + p.words()))
                            .orElseGet(
                                    () -> new Answer(200, "the cluster would be " + pause.words()))
                            .response();
            case Parsed.Good<Call>(Call(var pause, _)) ->
                    answer(agent.pause(pause), 409, "the cluster is " + pause.words());
        };
    }

    /**
     * @param trial only what it would come to
     */
    private record Call(Pause pause, boolean trial) {}

    private Optional<Pause> now() {
        return agent.snapshot().store().flatMap(ClusterView::pause);
    }

    @DELETE
    @Operation(summary = "The agents go on")
    @APIResponse(responseCode = "404", description = "it is not paused")
    public Response resume(@QueryParam("dry-run") boolean dryRun) {
        if (dryRun) {
            return now().map(p -> new Answer(200, "the cluster would go on; it is " + p.words()))
                    .orElseGet(() -> new Answer(404, "the cluster is not paused"))
                    .response();
        }
        return answer(agent.resume(), 404, "the cluster goes on");
    }

    private static Parsed<Call> parsed(JsonNode n) {
        for (var names = n.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (field.equals("dry_run")) {
                continue;
            }
            if (!field.equals("by") && !field.equals("reason")) {
                return new Parsed.Bad<>(
                        "\"%s\" is no field here: \"by\" and \"reason\" are".formatted(field));
            }
            if (!n.path(field).isTextual() || n.path(field).textValue().lines().count() > 1) {
                return new Parsed.Bad<>("\"%s\" must be one line of text".formatted(field));
            }
        }
        Pause pause = pause(n.path("by").asText("").strip(), n.path("reason").asText("").strip());
        return Parsed.flag(n, "dry_run").map(trial -> new Call(pause, trial));
    }

    private static Pause pause(String by, String reason) {
        String since = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        return new Pause(since, by.isEmpty() ? "a call of the API" : by, reason);
    }

    private static Response answer(StoreWrite result, int conflict, String done) {
        return switch (result) {
            case StoreWrite.Written _ -> new Answer(200, done).response();
            case StoreWrite.Conflict(var why) -> new Answer(conflict, why).response();
            case StoreWrite.Unknown(var why) ->
                    new Answer(503, "nobody knows whether it was written: " + why).response();
        };
    }
}
