package io.matriarch.api;

import io.matriarch.agent.Agent;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The agent's rounds end. */
@Liveness
final class AgentLiveness implements org.eclipse.microprofile.health.HealthCheck {
    private final Agent agent;

    AgentLiveness(Agent agent) {
        this.agent = agent;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("agent").status(agent.isAlive()).build();
    }
}
