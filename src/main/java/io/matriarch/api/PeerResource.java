package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.PeerDocument;
import io.matriarch.cluster.NodeName;
import io.matriarch.peers.FailsafeQuestion;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

/**
 * What agents ask each other. A caller may say whom it means in {@code Matriarch-To:
 * CLUSTER/MEMBER}: an address that another machine has got since answers 421, so that nobody's word
 * counts for another.
 */
@Path("/matriarch")
@RunOnVirtualThread
@Tag(name = "agents", description = "What the agents ask each other")
final class PeerResource {
    private final Agent agent;
    private final ObjectMapper json;

    PeerResource(Agent agent, ObjectMapper json) {
        this.agent = agent;
        this.json = json;
    }

    @GET
    @Path("peer")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A fresh report for another member's race")
    @APIResponse(responseCode = "200", description = "the report")
    @APIResponse(responseCode = "421", description = "another member was meant")
    public Response peer(@RestHeader("Matriarch-To") Optional<String> to) {
        return misdirected(to)
                .orElseGet(() -> Response.ok(PeerDocument.of(agent.report())).build());
    }

    @POST
    @Path("failsafe")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Promise to stand by for a ttl: {leader, epoch, ttlMillis}")
    @APIResponse(responseCode = "200", description = "promised")
    @APIResponse(responseCode = "409", description = "refused")
    public Response failsafe(@RestHeader("Matriarch-To") Optional<String> to, String body) {
        return misdirected(to)
                .orElseGet(
                        () ->
                                switch (question(body)) {
                                    case Parsed.Good<FailsafeQuestion>(var q) -> confirm(q);
                                    case Parsed.Bad<FailsafeQuestion>(var why) -> text(400, why);
                                });
    }

    @POST
    @Path("handover")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The former leader says that the lease now names this member: {epoch}")
    @APIResponse(responseCode = "202", description = "heard")
    public Response handover(@RestHeader("Matriarch-To") Optional<String> to, String body) {
        return misdirected(to)
                .orElseGet(
                        () ->
                                switch (Parsed.object(json, body)
                                        .flatMap(n -> Parsed.positive(n, "epoch"))) {
                                    case Parsed.Good<Long>(var epoch) -> {
                                        agent.handedOver(epoch);
                                        yield text(202, "heard");
                                    }
                                    case Parsed.Bad<Long>(var why) -> text(400, why);
                                });
    }

    private Response confirm(FailsafeQuestion question) {
        return agent.confirmFailsafe(question)
                ? text(200, "confirmed")
                : text(409, "refused: " + agent.snapshot().because());
    }

    private Parsed<FailsafeQuestion> question(String body) {
        return Parsed.object(json, body).flatMap(PeerResource::question);
    }

    private static Parsed<FailsafeQuestion> question(JsonNode n) {
        return Parsed.name(n, "leader").flatMap(leader -> question(n, leader));
    }

    private static Parsed<FailsafeQuestion> question(JsonNode n, NodeName leader) {
        return Parsed.positive(n, "epoch")
                .flatMap(
                        epoch ->
                                Parsed.positive(n, "ttlMillis")
                                        .map(ttl -> new FailsafeQuestion(leader, epoch, ttl)));
    }

    private Optional<Response> misdirected(Optional<String> to) {
        Snapshot s = agent.snapshot();
        String me = s.cluster() + "/" + s.self();
        return to.filter(t -> !t.equals(me))
                .map(t -> text(421, "%s was meant, this is %s".formatted(t, me)));
    }

    private static Response text(int status, String line) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(line).build();
    }
}
