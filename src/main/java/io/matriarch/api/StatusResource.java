package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.BackupGlance;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.HistoryLine;
import io.matriarch.api.dto.NodeDocument;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documents that people and monitoring read; always 200. */
@Path("/")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status", description = "What this member and the cluster are doing")
final class StatusResource {
    private final Agent agent;
    private final Optional<BackupDuty> duty;

    StatusResource(Agent agent, Backups backups) {
        this.agent = agent;
        this.duty = backups.duty();
    }

    @GET
    @Path("patroni")
    @Operation(summary = "This member, in Patroni's field names")
    public NodeDocument node() {
        return NodeDescription.of(agent.snapshot());
    }

    @GET
    @Path("cluster")
    @Operation(summary = "All members, the lease, and each agent's sentence")
    public ClusterDocument cluster() {
        Snapshot s = agent.snapshot();
        return ClusterDocument.of(s.cluster(), withMe(s), s.peers())
                .with(duty.filter(BackupDuty::listed).map(d -> BackupGlance.of(d.known())));
    }

    @GET
    @Path("history")
    @Operation(summary = "How each timeline began: [timeline, position, reason, when, leader]")
    public List<HistoryLine> history() {
        return agent.snapshot().history().stream().map(HistoryLine::of).toList();
    }

    /** This node knows itself better than the store does, and before the first read alone. */
    private static ClusterView withMe(Snapshot s) {
        Map<NodeName, Member> members =
                new HashMap<>(s.store().map(ClusterView::members).orElse(Map.of()));
        members.put(s.self(), s.me());
        return s.store()
                .map(view -> view.with(members))
                .orElseGet(() -> new ClusterView(Optional.empty(), members, Optional.empty()));
    }
}
