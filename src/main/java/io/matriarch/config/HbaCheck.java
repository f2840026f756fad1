package io.matriarch.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks over one line of pg_hba.conf before it is stored: PostgreSQL refuses to start with one that
 * it cannot read.
 */
final class HbaCheck {

    private static final Set<String> KINDS =
            Set.of("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc");

    private static final String LOCAL = "local";

    private HbaCheck() {}

    /** What is wrong with the line, which it begins with. */
    static Optional<String> problem(String line) {
        return said(line).map(why -> "\"" + line + "\" " + why);
    }

    /** The map of names that the line goes by; none when it is wrong. */
    static Optional<String> map(String line) {
        if (said(line).isPresent()) {
            return Optional.empty();
        }
        List<List<String>> fields = AccessWords.of(line);
        return HbaMethod.map(options(fields, method(fields)));
    }

    private static Optional<String> said(String line) {
        try {
            return said(AccessWords.of(line));
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> said(List<List<String>> fields) {
        String kind = fields.getFirst().getFirst();
        if (!KINDS.contains(kind)) {
            return Optional.of("begins with no kind of connection, such as host or local");
        }
        if (fields.size() <= (kind.equals(LOCAL) ? 3 : 4)) {
            return Optional.of(
                    "is too short: %s is right"
                            .formatted(
                                    kind.equals(LOCAL)
                                            ? "local DATABASE USER METHOD"
                                            : "host DATABASE USER ADDRESS METHOD"));
        }
        if (!kind.equals(LOCAL)) {
            var address =
                    HbaAddress.problem(fields.subList(3, 5).stream().map(List::getFirst).toList());
            if (address.isPresent()) {
                return address.map(why -> "cannot be: " + why);
            }
        }
        int method = method(fields);
        return fields.size() <= method
                ? Optional.of("has no method, such as scram-sha-256")
                : HbaMethod.problem(kind, fields.get(method).getFirst(), options(fields, method));
    }

    private static int method(List<List<String>> fields) {
        boolean local = fields.getFirst().getFirst().equals(LOCAL);
        return local ? 3 : 3 + HbaAddress.fields(fields.get(3).getFirst());
    }

    private static List<String> options(List<List<String>> fields, int method) {
        return fields.stream().skip(method + 1L).flatMap(List::stream).toList();
    }
}
