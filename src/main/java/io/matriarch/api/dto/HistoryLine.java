package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.matriarch.cluster.HistoryEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One entry of {@code /history}, an array in JSON; {@code lsn} in bytes. */
@RegisterForReflection
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"timeline", "lsn", "reason", "when", "leader"})
public record HistoryLine(int timeline, long lsn, String reason, String when, String leader) {

    public static HistoryLine of(HistoryEntry e) {
        return new HistoryLine(
                e.timeline().number(),
                e.switchPoint().bytes(),
                e.reason(),
                e.when(),
                e.leader().value());
    }
}
