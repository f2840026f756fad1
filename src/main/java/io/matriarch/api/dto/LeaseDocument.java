package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.matriarch.cluster.LeaseView;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The lease in {@code /cluster}.
 *
 * @param released the holder gave it up: nobody leads
 */
@RegisterForReflection
public record LeaseDocument(
        @JsonProperty(required = true) String holder, long epoch, int timeline, boolean released) {

    static LeaseDocument of(LeaseView lease) {
        return new LeaseDocument(
                lease.holder().value(), lease.epoch(), lease.timeline().number(), lease.released());
    }
}
