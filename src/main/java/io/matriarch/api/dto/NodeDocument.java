package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /patroni}, and the body of each health check: this node in Patroni's field names. A flag
 * is absent when it is not true.
 *
 * @param state running, starting, stopped, creating replica, ...; unknown when SQL does not answer
 * @param role primary, standby_leader, replica, demoted or uninitialized, by what PostgreSQL says
 * @param replication who streams from it
 * @param replicationState streaming, or in archive recovery
 * @param dcsLastSeen when the store was last read, in seconds since 1970
 * @param sentence what the agent last decided, and why
 * @param job what it is doing
 * @param archive absent without one
 * @param scheduledRestart absent when none is planned
 * @param pendingRestartReason what waits for a restart, by the parameter's name
 * @param zone in which its machine is, such as eu-central-1a; absent where nobody says
 * @param order what operators ask of this member; absent when its agent knows of nothing
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeDocument(
        String state,
        Optional<String> postmasterStartTime,
        String role,
        Optional<Integer> serverVersion,
        Optional<Xlog> xlog,
        Optional<Integer> timeline,
        List<FollowerDocument> replication,
        Optional<String> replicationState,
        Optional<Boolean> syncStandby,
        Optional<Boolean> quorumStandby,
        Optional<Boolean> clusterUnlocked,
        Optional<Boolean> failsafeModeIsActive,
        Optional<Long> dcsLastSeen,
        Map<String, String> tags,
        Optional<Boolean> pendingRestart,
        Optional<String> databaseSystemIdentifier,
        About patroni,
        String sentence,
        Optional<String> job,
        Optional<Archive> archive,
        Optional<Boolean> pause,
        Optional<ScheduledRestart> scheduledRestart,
        Optional<Map<String, PendingRestartReason>> pendingRestartReason,
        Optional<String> zone,
        Optional<OrderDocument> order) {}
