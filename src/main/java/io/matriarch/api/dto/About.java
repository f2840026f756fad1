package io.matriarch.api.dto;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Which program answers, of which cluster and member. */
@RegisterForReflection
public record About(String version, String scope, String name) {}
