package io.matriarch.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a load balancer may ask, under all the names that Patroni gives it. */
enum HealthCheck {
    PRIMARY("primary", "master", "read-write"),
    STANDBY_LEADER("standby-leader", "standby_leader"),
    LEADER("leader"),
    REPLICA("replica"),
    READ_ONLY("read-only"),
    SYNC("sync", "synchronous"),
    READ_ONLY_SYNC("read-only-sync", "read-only-synchronous"),
    QUORUM("quorum"),
    READ_ONLY_QUORUM("read-only-quorum"),
    ASYNC("async", "asynchronous"),
    HEALTH("health"),
    LIVENESS("liveness"),
    READINESS("readiness");

    private final List<String> paths;

    HealthCheck(String... paths) {
        this.paths = List.of(paths);
    }

    static Optional<HealthCheck> named(String path) {
        return Arrays.stream(values()).filter(c -> c.paths.contains(path)).findFirst();
    }
}
