package io.matriarch.cli;

import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentChange;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Shows what would change, asks, and has it stored. */
final class ConfigChange {

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--dry-run", description = "Check and show the change, and store nothing.")
    boolean dryRun;

    @Option(
            names = "--force",
            description =
                    "Although the other cluster may take writes too, or lack some of this one's.")
    boolean force;

    int perform(
            Session session,
            SharedConfig config,
            ConfigDocument before,
            SortedMap<String, String> values)
            throws Failure {
        return perform(session, config, before, values, "");
    }

    /**
     * @param cost what it will cost, for whoever is asked; empty for nothing worth saying
     */
    int perform(
            Session session,
            SharedConfig config,
            ConfigDocument before,
            SortedMap<String, String> values,
            String cost)
            throws Failure {
        List<DocumentChange> changes = DocumentChange.between(before.values(), values);
        if (changes.isEmpty()) {
            session.out().println("nothing changes");
            return 0;
        }
        try {
            // First whether it can be at all: nobody should be asked for what is refused then.
            config.replace(before, values, true, force);
            show(session, changes);
            cost.lines().forEach(session.out()::println);
            session.out().flush();
            tellRestarts(session, config, RestartParameters.of(changes));
            if (dryRun) {
                session.out().println("only looked at: nothing was stored");
                return 0;
            }
            if (!yes) {
                Consent.ask(session);
            }
            config.replace(before, values, false, force);
        } catch (SharedConfig.Conflict e) {
            throw Failure.failed(meanwhile(config, before, e));
        }
        session.out()
                .println(
                        "version %d is stored; the members follow within a beat"
                                .formatted(before.version() + 1));
        return 0;
    }

    private static void show(Session session, List<DocumentChange> changes) {
        Paint paint = session.paint();
        for (DocumentChange change : changes) {
            change.before().ifPresent(v -> line(session, paint::bad, "- " + change.key(), v));
            change.after().ifPresent(v -> line(session, paint::good, "+ " + change.key(), v));
        }
        session.out().flush();
    }

    private static void tellRestarts(Session session, SharedConfig config, List<String> names)
            throws Failure {
        if (!names.isEmpty()) {
            session.out()
                    .println(
                            "Pending restart: %s will wait for a restart on %s; matriarch restart --pending --rolling does it"
                                    .formatted(String.join(", ", names), config.members()));
            session.out().flush();
        }
    }

    private static void line(
            Session session, UnaryOperator<String> colour, String key, String value) {
        String text = value.isEmpty() ? "\"\"" : value;
        text.lines().forEach(l -> session.out().println(colour.apply(key + ": " + l)));
    }

    private static String meanwhile(
            SharedConfig config, ConfigDocument before, SharedConfig.Conflict conflict)
            throws Failure {
        String changed =
                DocumentChange.between(before.values(), config.read().values()).stream()
                        .map(DocumentChange::words)
                        .collect(Collectors.joining("; "));
        return "nothing was stored: %s%s"
                .formatted(conflict.getMessage(), changed.isEmpty() ? "" : "; by now " + changed);
    }
}
