package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.matriarch.cluster.Pause;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Who paused the cluster in {@code /cluster}.
 *
 * @param reason may be empty
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PauseDocument(String since, String by, String reason) {

    static PauseDocument of(Pause pause) {
        return new PauseDocument(pause.since(), pause.by(), pause.reason());
    }

    /** "paused since ... by ...". */
    public String words() {
        return new Pause(since, by, reason).words();
    }
}
