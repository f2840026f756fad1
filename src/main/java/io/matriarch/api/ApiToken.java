package io.matriarch.api;

import java.util.List;
import java.util.function.Supplier;

/**
 * The secret that mutating calls bring.
 *
 * @param accepted any of them will do; none when the operator set none
 */
public record ApiToken(Supplier<List<String>> accepted) {

    /** One that stays. */
    public static ApiToken of(String value) {
        return new ApiToken(() -> List.of(value));
    }

    public static ApiToken none() {
        return new ApiToken(List::of);
    }

    /** A secret stays out of logs. */
    @Override
    public String toString() {
        return accepted.get().isEmpty() ? "ApiToken[none]" : "ApiToken[set]";
    }
}
