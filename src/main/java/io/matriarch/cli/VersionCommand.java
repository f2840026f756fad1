package io.matriarch.cli;

import io.matriarch.cluster.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version of this program.")
final class VersionCommand implements Callable<Integer> {
    private final Session session;

    VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.out().println("matriarch " + Release.VERSION);
        return 0;
    }
}
