package io.matriarch.api.dto;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.Follower;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One walsender in {@code /patroni}; {@code flushLsn} is text such as 0/3000060. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FollowerDocument(
        String applicationName,
        String clientAddr,
        String state,
        String syncState,
        String flushLsn) {

    public static FollowerDocument of(Follower f) {
        return new FollowerDocument(
                f.applicationName(), f.address(), f.state(), f.syncState(), f.flushed().toString());
    }
}
