package io.matriarch.api;

import java.util.Optional;

/** The secret that mutating calls bring; empty when the operator set none. */
public record ApiToken(Optional<String> value) {

    /** A secret stays out of logs. */
    @Override
    public String toString() {
        return value.isPresent() ? "ApiToken[set]" : "ApiToken[none]";
    }
}
