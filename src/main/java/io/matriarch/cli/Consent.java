package io.matriarch.cli;

/** Asks a person. */
final class Consent {

    private Consent() {}

    /** Returns when the answer is yes. */
    static void ask(Session session) throws Failure {
        if (!session.terminal().isInteractive()) {
            throw Failure.usage("there is no terminal to ask on: give --yes");
        }
        boolean agreed =
                session.terminal()
                        .ask("Are you sure? [y/N] ")
                        .map(String::strip)
                        .filter(a -> a.equalsIgnoreCase("y") || a.equalsIgnoreCase("yes"))
                        .isPresent();
        if (!agreed) {
            throw Failure.failed("nothing was changed");
        }
    }
}
