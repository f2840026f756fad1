package io.matriarch.api;

import io.matriarch.agent.Agent;
import java.util.Optional;
import java.util.OptionalLong;

/** What a node's own doors go by: the same verdicts as its health checks give. */
public final class Serving {

    private static final HealthQuery ANY =
            new HealthQuery(OptionalLong.empty(), Optional.empty(), false, false);

    private Serving() {}

    /** As {@code /replica}. */
    public static boolean reads(Agent agent) {
        return new HealthVerdict(agent).passes(HealthCheck.REPLICA, ANY);
    }
}
