package io.matriarch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resume",
        description = "The agents of a paused cluster go on.",
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Option(names = "--wait", description = "Return when every reachable member has seen it.")
    boolean wait;

    ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return new PauseCall(session, where).resume(wait, consent);
    }
}
