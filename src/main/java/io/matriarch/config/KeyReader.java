package io.matriarch.config;

import java.util.Optional;
import java.util.function.Function;

/** Reads the value of one key after the other; a wrong one is noted and comes back empty. */
record KeyReader(Findings findings) {

    <T> Optional<T> value(String key, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            findings.wrong(findings.where(key) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What was set, else what is right without it. */
    <T> Optional<T> or(String key, String otherwise, Function<String, T> parse) {
        return value(key, findings.text(key).orElse(otherwise), parse);
    }

    <T> Optional<T> given(String key, Function<String, T> parse) {
        return optional(key, findings.text(key), parse);
    }

    <T> Optional<T> optional(String key, Optional<String> text, Function<String, T> parse) {
        return text.flatMap(t -> value(key, t, parse));
    }

    <T> Optional<T> required(String key, Optional<String> text, Function<String, T> parse) {
        if (text.isEmpty() && !findings.isWrong(key)) {
            findings.wrong(findings.missing(key));
        }
        return optional(key, text, parse);
    }

    Optional<AgentConfig.Store> store(AgentKeys.Store store) {
        var endpoint = optional("store.endpoint", store.endpoint(), Values::endpoint);
        var region = optional("store.region", store.region(), Values::region);
        return value("store.table", store.table(), Values::table)
                .map(table -> new AgentConfig.Store(table, endpoint, region));
    }
}
