package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * How the write-ahead log gets into the archive.
 *
 * @param waiting files that are not stored yet
 * @param trouble what is wrong, in words
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Archive(long stored, long failed, int waiting, Optional<String> trouble) {}
