package io.matriarch.postgres.files;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries that settings have PostgreSQL load. */
final class PreloadedLibraries {

    private PreloadedLibraries() {}

    /**
     * Those of sessions, too: each session ends at its begin when one of them is missing.
     *
     * @return as in {@code shared_preload_libraries}
     */
    static String all(Map<String, String> parameters) {
        return Stream.of(
                        of(parameters, "shared_preload_libraries"),
                        of(parameters, "session_preload_libraries"),
                        of(parameters, "local_preload_libraries")
                                .map(n -> n.contains("/") ? n : "$libdir/plugins/" + n))
                .flatMap(names -> names)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static Stream<String> of(Map<String, String> parameters, String list) {
        return parameters.entrySet().stream()
                .filter(e -> e.getKey().toLowerCase(Locale.ROOT).equals(list))
                .flatMap(e -> Stream.of(e.getValue().split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }
}
