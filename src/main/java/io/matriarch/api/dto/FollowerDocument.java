package io.matriarch.api.dto;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.Follower;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One walsender in {@code /patroni}; {@code flushLsn} is text such as 0/3000060. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FollowerDocument(
        String usename,
        String applicationName,
        String clientAddr,
        String state,
        String syncState,
        int syncPriority,
        String flushLsn) {

    public static FollowerDocument of(Follower f) {
        return new FollowerDocument(
                f.user(),
                f.applicationName(),
                f.address(),
                f.state(),
                f.syncState(),
                f.syncPriority(),
                f.flushed().toString());
    }
}
