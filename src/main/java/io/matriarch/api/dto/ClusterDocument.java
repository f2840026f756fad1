package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.SystemId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /cluster}: all members, sorted by name.
 *
 * @param scope the cluster's name
 * @param databaseSystemIdentifier absent until the first initdb has ended
 * @param lease absent when the cluster never had a leader
 * @param pause true while the cluster is paused, and {@code paused} says by whom
 * @param scheduledSwitchover absent when none is planned
 * @param routes absent while no member has said anything of the cluster's names
 * @param backup absent when no archive is configured, or nobody has looked into it yet
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ClusterDocument(
        @JsonProperty(required = true) String scope,
        Optional<String> databaseSystemIdentifier,
        Optional<LeaseDocument> lease,
        @JsonProperty(required = true) List<MemberDocument> members,
        Optional<BackupGlance> backup,
        Optional<Boolean> pause,
        Optional<PauseDocument> paused,
        Optional<ScheduledSwitchover> scheduledSwitchover,
        Optional<RoutesDocument> routes) {

    public ClusterDocument {
        members = List.copyOf(members);
    }

    /**
     * @param view what the store holds
     * @param peers what members answered when asked directly, which is newer; may be empty
     */
    public static ClusterDocument of(
            String scope, ClusterView view, Map<NodeName, Reading<PeerReport>> peers) {
        var describe = new MemberDescription(view, peers);
        return new ClusterDocument(
                scope,
                view.lease()
                        .map(LeaseView::systemId)
                        .filter(SystemId::isKnown)
                        .map(SystemId::value),
                view.lease().map(LeaseDocument::of),
                view.members().values().stream()
                        .sorted(Comparator.comparing(m -> m.name()))
                        .map(describe::of)
                        .toList(),
                Optional.empty(),
                view.pause().map(_ -> true),
                view.pause().map(PauseDocument::of),
                view.plans().switchover().map(ScheduledSwitchover::of),
                RoutesDocument.of(view));
    }

    public ClusterDocument with(Optional<BackupGlance> glance) {
        return new ClusterDocument(
                scope,
                databaseSystemIdentifier,
                lease,
                members,
                glance,
                pause,
                paused,
                scheduledSwitchover,
                routes);
    }

    /** Who leads by the lease; empty when nobody does. */
    public Optional<String> leader() {
        return lease.filter(l -> !l.released()).map(LeaseDocument::holder);
    }
}
