package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Restore a base backup beside the agent's server, recover and check it, and wait.",
        sortOptions = false)
final class BackupVerifyCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which (default: the newest).")
    Optional<String> name = Optional.empty();

    BackupVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var body = JsonNodeFactory.instance.objectNode();
        name.ifPresent(n -> body.put("name", n));
        return new BackupWatch(session, where).begin("/backups/verify", body);
    }
}
