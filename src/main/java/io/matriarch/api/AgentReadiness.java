package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The agent can tell who leads. */
@Readiness
final class AgentReadiness implements org.eclipse.microprofile.health.HealthCheck {
    private final Agent agent;

    AgentReadiness(Agent agent) {
        this.agent = agent;
    }

    @Override
    public HealthCheckResponse call() {
        Snapshot s = agent.snapshot();
        var response =
                HealthCheckResponse.named("store")
                        .status(StoreSight.holds(s))
                        .withData("failsafe", s.failsafe());
        s.storeError().ifPresent(why -> response.withData("error", why));
        return response.build();
    }
}
