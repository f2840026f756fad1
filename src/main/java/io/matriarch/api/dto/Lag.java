package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.matriarch.cluster.Lsn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes behind the leader, never below zero; in JSON a number, or {@code "unknown"}. */
@RegisterForReflection
public record Lag(OptionalLong bytes) {

    static final String UNKNOWN = "unknown";

    static Lag of(Optional<Lsn> leader, Lsn position) {
        if (leader.isEmpty() || position.equals(Lsn.ZERO)) {
            return new Lag(OptionalLong.empty());
        }
        return new Lag(OptionalLong.of(Math.max(0, leader.get().minus(position))));
    }

    @JsonCreator
    static Lag parse(Object json) {
        return json instanceof Number n
                ? new Lag(OptionalLong.of(n.longValue()))
                : new Lag(OptionalLong.empty());
    }

    @JsonValue
    Object json() {
        return bytes.isPresent() ? (Object) bytes.getAsLong() : UNKNOWN;
    }
}
