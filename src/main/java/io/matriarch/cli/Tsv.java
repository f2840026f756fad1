package io.matriarch.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of fields with tabs between them; a field holds neither tab nor line end. */
final class Tsv {

    private Tsv() {}

    static String of(List<String> header, List<List<String>> rows) {
        var lines = new StringBuilder(line(header));
        rows.forEach(row -> lines.append('\n').append(line(row)));
        return lines.toString();
    }

    private static String line(List<String> fields) {
        return fields.stream()
                .map(f -> f.replaceAll("[\\t\\r\\n]+", " "))
                .collect(Collectors.joining("\t"));
    }
}
