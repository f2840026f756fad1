package io.matriarch.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Says what will be done and what it costs, and asks; a trial ends there. */
final class Yes {
    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--dry-run",
            description = "Say what would be done, as the agents would decide it, and do nothing.")
    boolean dryRun;

    private boolean refused;

    /** Shows what the agents would decide; true when none would refuse. */
    interface Trial {
        boolean show() throws Failure;
    }

    /** The same where the plan says it all. */
    boolean agreed(Session session, List<String> plan) throws Failure {
        return agreed(session, plan, () -> true);
    }

    /** False when nothing shall be done after this. */
    boolean agreed(Session session, List<String> plan, Trial trial) throws Failure {
        plan.forEach(session.out()::println);
        session.out().flush();
        if (dryRun) {
            refused = !trial.show();
            session.out().println("Nothing was done: --dry-run.");
            session.out().flush();
            return false;
        }
        if (!yes) {
            Consent.ask(session);
        }
        return true;
    }

    /** The command's exit code: 1 after a trial in which somebody would refuse. */
    int exit() {
        return refused ? Failure.FAILED : 0;
    }
}
