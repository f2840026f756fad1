package io.matriarch.api.dto;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/** {@code /matriarch/peer}: what one agent tells another; {@code position} such as 0/3000060. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PeerDocument(
        String name,
        boolean primary,
        boolean holdsLease,
        long epoch,
        boolean eligible,
        int timeline,
        String position,
        boolean streaming,
        boolean checkpointed,
        int priority,
        boolean leaving,
        boolean departing,
        String pause,
        Optional<String> upstream,
        boolean sure,
        String bidding,
        boolean restarts,
        Optional<String> turn) {

    public static PeerDocument of(PeerReport r) {
        return new PeerDocument(
                r.name().value(),
                r.primary(),
                r.holdsLease(),
                r.epoch(),
                r.eligible(),
                r.timeline().number(),
                r.position().toString(),
                r.streaming(),
                r.checkpointed(),
                r.priority(),
                r.leaving(),
                r.departing(),
                r.news().pause(),
                r.news().upstream().map(NodeName::value),
                r.news().sure(),
                r.news().bidding().name().toLowerCase(Locale.ROOT),
                r.news().restarts(),
                r.news().turn().map(NodeName::value));
    }
}
