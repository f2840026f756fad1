package io.matriarch.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Says what will be done and what it costs, and asks; a trial ends there. */
final class Yes {
    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;

    /** False when nothing shall be done after this. */
    boolean agreed(Session session, List<String> plan) throws Failure {
        plan.forEach(session.out()::println);
        session.out().flush();
        if (dryRun) {
            session.out().println("Nothing was done: --dry-run.");
            return false;
        }
        if (!yes) {
            Consent.ask(session);
        }
        return true;
    }
}
