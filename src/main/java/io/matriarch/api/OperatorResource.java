package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.agent.Trial;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators ask for; any member takes the call, and answers when it is done. */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.TEXT_PLAIN)
@Tag(name = "operator", description = "Changes that an operator asks for")
@APIResponse(responseCode = "200", description = "done")
@APIResponse(responseCode = "400", description = "the body is wrong")
@APIResponse(responseCode = "401", description = "the token is missing or wrong")
@APIResponse(responseCode = "403", description = "no token is set, and the call is not local")
@APIResponse(responseCode = "202", description = "it will be done")
@APIResponse(responseCode = "409", description = "another switchover is scheduled")
@APIResponse(responseCode = "412", description = "a precondition does not hold")
@APIResponse(responseCode = "503", description = "failed, or nobody knows")
final class OperatorResource {
    private final Agent agent;
    private final ObjectMapper json;

    OperatorResource(Agent agent, ObjectMapper json) {
        this.agent = agent;
        this.json = json;
    }

    @POST
    @Path("switchover")
    @Operation(
            summary =
                    "The leader hands over in order: {leader, candidate?, scheduled_at?, dry_run?}")
    public Response switchover(String body) {
        return answer(OperatorRequest.Kind.SWITCHOVER, body).response();
    }

    @DELETE
    @Path("switchover")
    @Operation(summary = "Forget the switchover that is scheduled")
    @APIResponse(responseCode = "404", description = "none is")
    public Response forgetSwitchover(@QueryParam("dry-run") boolean dryRun) {
        return dryRun
                ? Dropped.trial(agent.snapshot().store(), Optional.empty()).response()
                : Dropped.answer(agent.dropPlan(Optional.empty()), "scheduled switchover deleted")
                        .response();
    }

    @POST
    @Path("failover")
    @Operation(summary = "The named member leads, also without a leader: {candidate, leader?}")
    public Response failover(String body) {
        return answer(OperatorRequest.Kind.FAILOVER, body).response();
    }

    private Answer answer(OperatorRequest.Kind path, String body) {
        return switch (OperatorCall.parse(path, json, body)) {
            case Parsed.Bad<OperatorCall>(var why) -> new Answer(400, why);
            case Parsed.Good<OperatorCall>(var call) -> checked(call);
        };
    }

    private Answer checked(OperatorCall call) {
        Snapshot now = agent.snapshot();
        if (now.store().isEmpty()) {
            return new Answer(
                    503,
                    "the store has not been read yet"
                            + now.storeError().map(": "::concat).orElse(""));
        }
        ClusterView store = now.store().get();
        if (store.pause().isPresent() && call.schedule().isPresent()) {
            return Schedule.paused(store.pause().get());
        }
        Optional<Pause> pause = store.pause().filter(_ -> call.candidate().isEmpty());
        if (pause.isPresent()) {
            return new Answer(
                    400, "the cluster is %s: name the candidate".formatted(pause.get().words()));
        }
        Trial trial = new Trial(now, store, agent.report(), call.kind(), call.candidate());
        Optional<String> broken = new Preconditions(call, now, store, trial).broken();
        if (broken.isPresent()) {
            return new Answer(412, broken.get());
        }
        if (call.schedule().isPresent()) {
            return planned(call, call.schedule().get(), store, trial);
        }
        return call.trial()
                ? new Answer(200, String.join("\n", trial.lines()))
                : submitted(call, store.lease());
    }

    private Answer planned(OperatorCall call, JsonNode schedule, ClusterView store, Trial trial) {
        return switch (Schedule.parse(schedule, "scheduled_at", Instant.now())) {
            case Schedule.Wrong(var answer) -> answer;
            case Schedule.At(var when) when call.trial() ->
                    Schedule.trial(store.plans().switchover(), when, "switchover", trial.lines());
            case Schedule.At(var when) ->
                    switch (agent.plan(new Plan.Switchover(request(call), when))) {
                        case StoreWrite.Written _ ->
                                new Answer(202, "Switchover scheduled at " + when);
                        case StoreWrite.Conflict(var why) -> new Answer(409, why);
                        case StoreWrite.Unknown(var why) ->
                                new Answer(503, "nobody knows whether it was written: " + why);
                    };
        };
    }

    private static OperatorRequest request(OperatorCall call) {
        return new OperatorRequest(
                UUID.randomUUID().toString(), call.kind(), call.leader(), call.candidate());
    }

    private Answer submitted(OperatorCall call, Optional<LeaseView> before) {
        OperatorRequest request = request(call);
        return switch (agent.request(request)) {
            case StoreWrite.Written _ -> new Completion(agent, request, before).await();
            case StoreWrite.Conflict(var why) -> new Answer(412, why);
            case StoreWrite.Unknown(var why) ->
                    new Answer(503, "nobody knows whether the request was written: " + why);
        };
    }
}
