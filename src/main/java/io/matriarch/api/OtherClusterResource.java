package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.OtherClusterDocument;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this agent knows of the cluster that its own follows. */
@Path("/other-cluster")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status")
final class OtherClusterResource {
    private final Agent agent;

    OtherClusterResource(Agent agent) {
        this.agent = agent;
    }

    @GET
    @Operation(
            summary =
                    "Where the cluster that this one follows takes writes, or what it has of the log")
    public OtherClusterDocument see() {
        Snapshot now = agent.snapshot();
        return OtherClusterDocument.of(now.remote(), now.me());
    }
}
