package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;

/**
 * One member in {@code /cluster}. Positions and lags are absent for the leader.
 *
 * @param role leader, sync_standby, quorum_standby, replica or uninitialized
 * @param state running for a leader; streaming, starting, stopped, unreachable, ... for the others
 * @param lag bytes between the leader's position and the further of received and replayed
 * @param scheduledRestart absent when none is planned
 * @param sentence what its agent last decided, and why
 * @param pendingRestartReason what waits for a restart, by the parameter's name
 * @param zone in which its machine is, such as eu-central-1a; absent where nobody says
 * @param paused since when the cluster is paused, as far as this member has seen
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MemberDocument(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String role,
        @JsonProperty(required = true) String state,
        String apiUrl,
        String host,
        int port,
        Optional<Integer> timeline,
        Optional<Boolean> pendingRestart,
        Optional<String> receiveLsn,
        Optional<Lag> receiveLag,
        Optional<String> replayLsn,
        Optional<Lag> replayLag,
        Optional<String> lsn,
        Optional<Lag> lag,
        String version,
        String sentence,
        Optional<String> paused,
        Optional<ScheduledRestart> scheduledRestart,
        Optional<Map<String, String>> tags,
        Optional<Map<String, PendingRestartReason>> pendingRestartReason,
        Optional<String> zone) {}
