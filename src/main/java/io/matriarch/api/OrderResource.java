package io.matriarch.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Order;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators ask of this member's PostgreSQL, with Patroni's paths, bodies and codes. */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.TEXT_PLAIN)
@Tag(name = "operator")
@APIResponse(responseCode = "200", description = "done")
@APIResponse(responseCode = "202", description = "it will be done")
@APIResponse(responseCode = "400", description = "the body is wrong")
@APIResponse(responseCode = "503", description = "refused, failed, or nobody knows")
final class OrderResource {

    /** The order itself ends within its own limit; what is waited for before may add to it. */
    private static final Duration SPARE = Duration.ofSeconds(45);

    private final Agent agent;
    private final ObjectMapper json;
    private final Reloading reloading;

    OrderResource(Agent agent, ObjectMapper json, Reloading reloading) {
        this.agent = agent;
        this.json = json;
        this.reloading = reloading;
    }

    @POST
    @Path("restart")
    @Operation(
            summary =
                    "Restart PostgreSQL in place: {role?, postgres_version?, restart_pending?,"
                            + " timeout?, schedule?, dry_run?}")
    @APIResponse(responseCode = "409", description = "another restart is scheduled")
    @APIResponse(responseCode = "422", description = "the schedule is past, or no time")
    public Response restart(String body) {
        return switch (RestartCall.parse(json, body)) {
            case Parsed.Bad<RestartCall>(var why) -> new Answer(400, why).response();
            case Parsed.Good<RestartCall>(var call) -> restart(call).response();
        };
    }

    private Answer restart(RestartCall call) {
        var order = new Order.Restart(id(), call.when(), call.timeout());
        if (call.schedule().isEmpty() && call.trial()) {
            return OrderWatch.answer(agent.trial(order));
        }
        if (call.schedule().isEmpty()) {
            return new OrderWatch(agent, order).end(call.timeout().plus(SPARE));
        }
        Optional<Pause> pause = agent.snapshot().store().flatMap(ClusterView::pause);
        if (pause.isPresent()) {
            return Schedule.paused(pause.get());
        }
        return switch (Schedule.parse(call.schedule().get(), "schedule", Instant.now())) {
            case Schedule.Wrong(var answer) -> answer;
            case Schedule.At(var when) when call.trial() ->
                    Schedule.trial(
                            planned(agent.snapshot()),
                            when,
                            "restart",
                            List.of(agent.trial(order).words()));
            case Schedule.At(var when) ->
                    switch (agent.plan(new Plan.Restart(agent.snapshot().self(), order, when))) {
                        case StoreWrite.Written _ ->
                                new Answer(202, "Restart scheduled at " + when);
                        case StoreWrite.Conflict(var why) -> new Answer(409, why);
                        case StoreWrite.Unknown(var why) ->
                                new Answer(503, "nobody knows whether it was written: " + why);
                    };
        };
    }

    private static Optional<Plan> planned(Snapshot now) {
        return now.store().map(view -> view.plans().restarts().get(now.self()));
    }

    @DELETE
    @Path("restart")
    @Operation(summary = "Forget the restart that is scheduled")
    @APIResponse(responseCode = "404", description = "none is")
    public Response forgetRestart(@QueryParam("dry-run") boolean dryRun) {
        if (dryRun) {
            Snapshot now = agent.snapshot();
            return Dropped.trial(now.store(), Optional.of(now.self())).response();
        }
        return Dropped.answer(
                        agent.dropPlan(Optional.of(agent.snapshot().self())),
                        "scheduled restart deleted")
                .response();
    }

    @POST
    @Path("reinitialize")
    @Operation(summary = "Build this replica's data anew: {from?, force?, dry_run?}")
    public Response reinitialize(String body) {
        return switch (ReinitializeCall.parse(json, body)) {
            case Parsed.Bad<ReinitializeCall>(var why) -> new Answer(400, why).response();
            case Parsed.Good<ReinitializeCall>(var call) -> reinitialize(call).response();
        };
    }

    private Answer reinitialize(ReinitializeCall call) {
        var order = new Order.Reinitialize(id(), call.from(), call.force());
        return call.trial()
                ? OrderWatch.answer(agent.trial(order))
                : new OrderWatch(agent, order).begin(SPARE);
    }

    @POST
    @Path("reload")
    @Operation(summary = "Read this member's configuration again: {dry_run?}")
    public Response reload(String body) {
        Parsed<Boolean> trial =
                body.isBlank()
                        ? new Parsed.Good<>(false)
                        : Parsed.object(json, body).flatMap(n -> Parsed.flag(n, "dry_run"));
        return switch (trial) {
            case Parsed.Bad<Boolean>(var why) -> new Answer(400, why).response();
            case Parsed.Good<Boolean>(var dryRun) -> reload(dryRun).response();
        };
    }

    private Answer reload(boolean dryRun) {
        Reloading.Outcome outcome = dryRun ? reloading.trial() : reloading.reload();
        String lines = String.join("; ", outcome.lines());
        if (!outcome.taken()) {
            return new Answer(400, "the configuration stays as it was: " + lines);
        }
        return dryRun ? new Answer(200, lines) : new Answer(202, "reloaded: " + lines);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
