package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.api.dto.NodeDocument;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Health checks for load balancers: 200 or 503. HEAD and OPTIONS answer the status alone. They run
 * on the event loop, which no hanging call can exhaust.
 */
@Path("/")
@NonBlocking
@Tag(name = "health", description = "Checks for load balancers, as Patroni has them")
@APIResponse(responseCode = "200", description = "yes")
@APIResponse(responseCode = "503", description = "no")
final class HealthResource {
    private final Agent agent;

    HealthResource(Agent agent) {
        this.agent = agent;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Does PostgreSQL here take writes under a valid lease? As /primary")
    public Response root(@Context UriInfo uri) {
        return get("primary", uri);
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response rootStatus(@Context UriInfo uri) {
        return status("primary", uri);
    }

    @GET
    @Path("{check}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Is this member what the path says?",
            description =
                    "/primary is 200 only while PostgreSQL takes writes under a valid lease;"
                            + " /replica takes lag (bytes, 16kB, 64MB) and replication_state.")
    @Parameter(
            name = "check",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "primary",
                                "master",
                                "read-write",
                                "standby-leader",
                                "leader",
                                "replica",
                                "read-only",
                                "sync",
                                "synchronous",
                                "read-only-sync",
                                "read-only-synchronous",
                                "quorum",
                                "read-only-quorum",
                                "async",
                                "asynchronous",
                                "health",
                                "liveness",
                                "readiness"
                            }))
    public Response get(@RestPath String check, @Context UriInfo uri) {
        return verdict(check, uri)
                .map(yes -> Response.status(yes ? 200 : 503).entity(body()).build())
                .orElseGet(() -> Response.status(404).build());
    }

    @OPTIONS
    @Path("{check}")
    @Operation(hidden = true)
    public Response status(@RestPath String check, @Context UriInfo uri) {
        return verdict(check, uri)
                .map(yes -> Response.status(yes ? 200 : 503).build())
                .orElseGet(() -> Response.status(404).build());
    }

    private Optional<Boolean> verdict(String check, UriInfo uri) {
        return HealthCheck.named(check)
                .map(
                        c ->
                                new HealthVerdict(agent)
                                        .passes(c, HealthQuery.of(uri.getQueryParameters())));
    }

    private NodeDocument body() {
        return NodeDescription.of(agent.snapshot());
    }
}
