package io.matriarch.simulation;

import java.util.Locale;

/** What a person reads of one run. */
final class Report {

    private Report() {}

    static String summary(Simulation.Outcome o) {
        return String.format(
                Locale.ROOT,
                "seed %d: %s, %d nodes, %.1f virtual seconds, %d events, %s, %d bytes lost",
                o.seed(),
                kind(o),
                o.nodes(),
                o.virtualNanos() / 1e9,
                o.events(),
                o.recovery() < 0
                        ? "not recovered"
                        : "recovered %.1f s after the last fault".formatted(o.recovery() / 1e9),
                o.lost());
    }

    private static String kind(Simulation.Outcome o) {
        return (o.span() + " " + o.temper()).toLowerCase(Locale.ROOT);
    }

    /** The rule, the end of the story, and how to see all of it. */
    static String broken(Simulation.Outcome o) {
        return """
        seed %d breaks a rule (%s, %d nodes)
        %s
        the last lines:
        %s
        replay: make sim SEED=%d TRACE=1
        """
                .formatted(
                        o.seed(),
                        kind(o),
                        o.nodes(),
                        o.broken().map(Violation::getMessage).orElse("none"),
                        String.join("\n", o.lastLines()),
                        o.seed());
    }
}
