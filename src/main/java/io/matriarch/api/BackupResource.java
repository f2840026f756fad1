package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.BackupWork;
import io.matriarch.api.dto.BackupDocument;
import io.matriarch.api.dto.BackupWorkDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Base backups of the cluster, and what this node does with them. */
@Path("/backups")
@RunOnVirtualThread
@Tag(name = "backups", description = "Base backups in the archive")
final class BackupResource {
    private static final Answer NONE =
            new Answer(404, "no archive is configured: backup.s3-prefix names one");

    private final Optional<BackupDuty> duty;
    private final ObjectMapper json;

    BackupResource(Backups backups, ObjectMapper json) {
        this.duty = backups.duty();
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "All finished base backups, the newest first")
    public Response list() {
        if (duty.isEmpty()) {
            return NONE.response();
        }
        try {
            var found = duty.get().list().stream().map(BackupDocument::of).toList();
            return Response.ok(found, MediaType.APPLICATION_JSON).build();
        } catch (IOException e) {
            return new Answer(503, String.valueOf(e.getMessage())).response();
        }
    }

    @GET
    @Path("work")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What this node does with base backups, or did last")
    public Response work() {
        return duty.isEmpty()
                ? NONE.response()
                : Response.ok(described(duty.get().work()), MediaType.APPLICATION_JSON).build();
    }

    @POST
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Take a base backup of this node now: {permanent?}")
    public Response take(String body) {
        return begun(
                body, (d, n) -> d.take(n.path("permanent").asBoolean()), "a base backup has begun");
    }

    @POST
    @Path("verify")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Restore one beside the server and check it: {name?}")
    public Response verify(String body) {
        return begun(body, (d, n) -> d.verify(name(n)), "the restore has begun");
    }

    @POST
    @Path("delete")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Delete one, and the log that no other needs: {name}")
    public Response delete(String body) {
        return answer(
                body,
                (d, n) -> {
                    Optional<String> name = name(n);
                    if (name.isEmpty()) {
                        return new Answer(400, "\"name\" says which backup");
                    }
                    try {
                        return new Answer(
                                200,
                                "%s is deleted, and %d files of the log"
                                        .formatted(name.get(), d.delete(name.get()).segments()));
                    } catch (IOException e) {
                        return new Answer(412, String.valueOf(e.getMessage()));
                    }
                });
    }

    private interface Beginning {
        Optional<String> begin(BackupDuty duty, JsonNode body);
    }

    private interface Doing {
        Answer answer(BackupDuty duty, JsonNode body);
    }

    private Response begun(String body, Beginning beginning, String line) {
        return answer(
                body,
                (d, n) ->
                        beginning
                                .begin(d, n)
                                .map(why -> new Answer(409, why))
                                .orElseGet(() -> new Answer(202, line)));
    }

    private Response answer(String body, Doing doing) {
        if (duty.isEmpty()) {
            return NONE.response();
        }
        return switch (Parsed.object(json, body.isBlank() ? "{}" : body)) {
            case Parsed.Bad<JsonNode>(var why) -> new Answer(400, why).response();
            case Parsed.Good<JsonNode>(var n) -> doing.answer(duty.get(), n).response();
        };
    }

    private static Optional<String> name(JsonNode n) {
        return n.path("name").isTextual() ? Optional.of(n.path("name").asText()) : Optional.empty();
    }

    private static BackupWorkDocument described(Optional<BackupWork> work) {
        if (work.isEmpty()) {
            return new BackupWorkDocument(false, "", 0, 0, 0, 0, true, "");
        }
        BackupWork w = work.get();
        Instant end = w.outcome().map(BackupWork.Outcome::at).orElseGet(Instant::now);
        long millis = Math.max(1, Duration.between(w.begun(), end).toMillis());
        return new BackupWorkDocument(
                w.running(),
                w.what(),
                millis / 1000,
                w.progress().done(),
                w.progress().total(),
                w.progress().done() * 1000 / millis,
                w.outcome().map(BackupWork.Outcome::well).orElse(true),
                w.outcome().map(BackupWork.Outcome::line).orElse(""));
    }
}
