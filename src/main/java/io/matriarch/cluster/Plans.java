package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/** All that is planned: at most one switchover, and one restart for each member. */
public record Plans(Optional<Plan.Switchover> switchover, Map<NodeName, Plan.Restart> restarts) {

    public static final Plans NONE = new Plans(Optional.empty(), Map.of());

    public Plans {
        restarts = Map.copyOf(restarts);
    }
}
